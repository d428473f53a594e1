/**
 * Cards and their data (views). A view is finished: every word, date and number in it is formatted, in the person's
 * language, nothing is null or missing, lists are empty instead of absent. Templates only place
 * (adaptivecards-templating prints `${name}` for a missing key and fails on null).
 */
import { z } from 'zod';

const text = z.string();

const buttonSchema = z.object({
  /** unique within the card */
  id: text,
  title: text,
  /** read out instead of the title where it says more: 「No.2 を承認する」 */
  label: text,
  style: z.enum(['primary', 'danger', 'default']),
  /** encodeAction(…) */
  action: text,
});
export type Button = z.infer<typeof buttonSchema>;

const factSchema = z.object({ label: text, value: text });
export type Fact = z.infer<typeof factSchema>;

const choiceSchema = z.object({ title: text, value: text });

/** One field of a form, or the one input of a question card. */
const fieldSchema = z.object({
  id: text,
  label: text,
  hint: text,
  placeholder: text,
  /** what stands in it already */
  value: text,
  problem: text,
  multiline: z.boolean(),
  required: z.boolean(),
  /** longest text accepted, in UTF-16 units */
  maxLength: z.number(),
  /** empty: free text; else one of these */
  choices: z.array(choiceSchema),
  /** what the client says when what stands in it cannot be sent */
  errorMessage: text,
});
export type Field = z.infer<typeof fieldSchema>;

/**
 * A picture of numbers that stand beside it as text, drawn when it is sent (core/cards/picture/svg.ts). Not there in what an
 * earlier version kept, and where there is nothing to draw.
 */
const pictureSchema = z.object({
  /** all that is drawn, in words */
  alt: text,
  title: text,
  /** what the parts of a row are called, in the order of core/cards/picture/of-board.ts */
  legend: z.array(text),
  rows: z.array(
    z.object({
      name: text,
      parts: z.array(z.number()),
      /** the parts in words: 入力中 3 ・ 承認済 5 */
      figures: text,
      /** ○ 12 △ 3 × 1; '' when nothing is rated */
      ratings: text,
    }),
  ),
  /** where the platform finds it, once it was put there */
  at: text.optional(),
});
export type Picture = z.infer<typeof pictureSchema>;

/** One question of the interview: result, rating, reason, 目標達成状況 or 今後の方針. */
const questionView = z.object({
  /** 令和5年度 中間報告 ・ 建設課 */
  heading: text,
  /** No.1 地域コミュニティ… */
  goal: text,
  /** 指標 1/2, or '' */
  progress: text,
  indicator: text,
  facts: z.array(factSchema),
  /** what was wrong with the last answer, or that a button was too late */
  problems: z.array(text),
  /** what was read, the proposal and its arithmetic, warnings */
  notes: z.array(text),
  prompt: text,
  /** none or one */
  fields: z.array(fieldSchema),
  /** sends what was typed into the field; none or one */
  send: z.array(buttonSchema),
  /** ratings */
  choices: z.array(buttonSchema),
  /** 前回と同じ, 戻る, あとで … */
  buttons: z.array(buttonSchema),
});
export type QuestionView = z.infer<typeof questionView>;

/** One indicator of a report as it will stand, or stands, in the sheet. */
const reportRowSchema = z.object({
  indicator: text,
  target: text,
  result: text,
  /** △ 一部未達成 */
  rating: text,
  /** the proposal and its arithmetic */
  because: text,
  reason: text,
  /** 下半期の対策; '' where it was not asked */
  measures: text,
  status: text,
});

const rowLabelsSchema = z.object({
  target: text,
  result: text,
  rating: text,
  reason: text,
  measures: text,
  status: text,
});

/** 確認事項: something that does not fit, and what was said to it; '' when nothing was. */
const checkSchema = z.object({ text, answer: text });

/** The review of a whole report before 提出. */
const reviewView = z.object({
  heading: text,
  goal: text,
  /** the comment of a return, when this follows one */
  problems: z.array(text),
  rows: z.array(reportRowSchema.extend({ edits: z.array(buttonSchema) })),
  policyLabel: text,
  policy: text,
  policyEdits: z.array(buttonSchema),
  /** 根拠資料：… in one line; '' where there is none */
  evidence: text,
  /** '' when there are none */
  checksTitle: text,
  checksLine: text,
  checks: z.array(checkSchema.extend({ buttons: z.array(buttonSchema) })),
  prompt: text,
  buttons: z.array(buttonSchema),
  labels: rowLabelsSchema,
});
export type ReviewView = z.infer<typeof reviewView>;

/** A form: the whole interview at once, or the comment of a return. Shown as a dialog where the platform has one. */
const formView = z.object({
  /** 24 characters at most (the shortest platform's title) */
  title: text,
  intro: z.array(text),
  groups: z.array(z.object({ heading: text, facts: z.array(factSchema), fields: z.array(fieldSchema) })),
  send: buttonSchema,
  cancel: text,
});
export type FormView = z.infer<typeof formView>;

/** A short message with what can be done next. */
const messageView = z.object({
  title: text,
  lines: z.array(text),
  buttons: z.array(buttonSchema),
  picture: pictureSchema.optional(),
});

/** 状況, and reminders: what is still to do, a button each. */
const tasksView = z.object({
  title: text,
  lines: z.array(text),
  items: z.array(z.object({ title: text, state: text, detail: text, buttons: z.array(buttonSchema) })),
  buttons: z.array(buttonSchema),
});
export type TasksView = z.infer<typeof tasksView>;

/** The root card of a section and round in its channel; with the whole sheet once everything is approved. */
/**
 * What makes a list a table where the platform draws tables: the heads of its columns, and of each item the cells, as many.
 * Elsewhere the same is shown an item at a time.
 */
const columns = z.array(text).optional();
const cells = z.array(text).optional();

const summaryView = z.object({
  title: text,
  /** 期限 10月14日(金) ・ 9月30日現在 */
  subtitle: text,
  /** 承認済 2 ・ 承認待ち 1 ・ 入力中 1 */
  counts: text,
  /** ■■■□□ 3/5 */
  bar: text,
  complete: z.boolean(),
  columns,
  items: z.array(
    z.object({
      /** an indicator, with the number of its goal */
      goal: text,
      /** what it aims at, and from its submission on what came of it */
      figures: text,
      state: text,
      cells,
    }),
  ),
  /** ○ 達成 5 ・ △ 一部未達成 2 ・ × 未達成 0; '' before everything is approved */
  ratings: text,
  footer: text,
});
export type SummaryView = z.infer<typeof summaryView>;

/** A submitted goal under the root card, with 承認 and 差戻し while it waits. */
const approvalView = z.object({
  heading: text,
  goal: text,
  /** 承認待ち(課長) …, 承認済: who and when */
  state: text,
  writer: text,
  rows: z.array(reportRowSchema),
  policyLabel: text,
  policy: text,
  /** what changed against the returned version; empty at a first submission */
  changes: z.array(
    z.object({
      label: text,
      /** both '' where `marked` says it better */
      before: text,
      after: text,
      /** the text with what was removed and added in it: …参加人数は【削除：190】【追加：192】人でした。; or '' */
      marked: text,
      /** the same in pieces, the marks among them, for places that can strike through */
      runs: z.array(z.object({ style: z.enum(['same', 'removed', 'added']), text })),
    }),
  ),
  changesLabel: text,
  /** 根拠資料：… in one line; '' where there is none */
  evidence: text,
  checksTitle: text,
  checks: z.array(checkSchema),
  buttons: z.array(buttonSchema),
  labels: rowLabelsSchema,
});
export type ApprovalView = z.infer<typeof approvalView>;

/** 状況 for 事務局: a row for each department, section or goal, each with the button that opens it. */
const boardView = z.object({
  title: text,
  /** ■■■□□ 5件中3件が承認済; '' where nothing is counted */
  bar: text,
  lines: z.array(text),
  columns,
  items: z.array(z.object({ title: text, bar: text, detail: text, open: buttonSchema, cells })),
  buttons: z.array(buttonSchema),
  picture: pictureSchema.optional(),
});
export type BoardView = z.infer<typeof boardView>;

/** Every card and the schema of its view; the name is the folder under cards/. */
export const CARD_VIEWS = {
  question: questionView,
  review: reviewView,
  form: formView,
  message: messageView,
  tasks: tasksView,
  summary: summaryView,
  approval: approvalView,
  board: boardView,
} as const;
export type CardName = keyof typeof CARD_VIEWS;

/** A card to be shown: the template's name and its finished data, in the reader's language. */
export type Card = {
  [Name in CardName]: {
    readonly name: Name;
    readonly language: 'ja' | 'en';
    readonly view: z.infer<(typeof CARD_VIEWS)[Name]>;
  };
}[CardName];
