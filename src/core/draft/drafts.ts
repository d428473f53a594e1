/**
 * A person's desk: the drafts (unfinished reports) of one person and which question was asked last where.
 * Plain data, kept in Redis as JSON with the number of its form, so that an old desk can be brought up to date.
 */
import { z } from 'zod';

/** Raised when the form of a desk changes; `readDesk` knows every earlier one. Form 2 has 下半期の対策, form 3 plans of 目標設定. */
export const DESK_FORM = 3;

const ratingCode = z.enum(['exceeded', 'achieved', 'partially_achieved', 'not_achieved']);

const draftAnswer = z.object({
  result: z.string().optional(),
  /** which way the indicator counts, as this person has just said it: until the record has it */
  direction: z.enum(['higher', 'lower', 'neither']).optional(),
  rating: ratingCode.optional(),
  reason: z.string().optional(),
  status: z.string().optional(),
  /** 下半期の対策 */
  measures: z.string().optional(),
});
export type DraftAnswer = z.infer<typeof draftAnswer>;

const question = z.discriminatedUnion('at', [
  z.object({ at: z.literal('result'), indicator: z.string() }),
  z.object({ at: z.literal('rating'), indicator: z.string() }),
  z.object({ at: z.literal('reason'), indicator: z.string() }),
  z.object({ at: z.literal('measures'), indicator: z.string() }),
  z.object({ at: z.literal('status'), indicator: z.string() }),
  z.object({ at: z.literal('policy') }),
  // 目標設定
  z.object({ at: z.literal('decision') }),
  z.object({ at: z.literal('target'), indicator: z.string() }),
  z.object({ at: z.literal('grounds') }),
  z.object({ at: z.literal('review') }),
  /** 提出 was pressed and the record has not answered yet */
  z.object({ at: z.literal('sent') }),
]);
export type Question = z.infer<typeof question>;

const draft = z.object({
  task: z.string(),
  /**
   * Begins at the instant of the draft (milliseconds) and grows by one with every accepted answer; buttons carry it, so
   * that a late click is noticed, also one on a card of an earlier draft of the same task
   */
  turn: z.number().int(),
  /** the version of the report this draft follows; 0 when there was none */
  base: z.number().int(),
  answers: z.record(z.string(), draftAnswer),
  policy: z.string().optional(),
  /** of 目標設定: what was said of each field (draft/plan/plan-draft.ts) */
  plan: z.record(z.string(), z.string()).optional(),
  /** 「このままで正しい」 with its reason, by what a check compares */
  checked: z.record(z.string(), z.string()).optional(),
  asking: question,
  /** a form changed something since the last card was shown, so what the person sees is not what would be submitted */
  unseen: z.boolean().optional(),
  /** that nothing was changed since the return was asked about: 提出 on this card submits it all the same */
  unchanged: z.boolean().optional(),
  /** it is answered together with others of its round (まとめて入力): where it is finished, all of them are reviewed at once */
  together: z.boolean().optional(),
  /** あとで was said: until it is gone on with, a text is asked about before it is an answer */
  paused: z.boolean().optional(),
  /** ISO instants */
  startedAt: z.string(),
  touchedAt: z.string(),
});
export type Draft = z.infer<typeof draft>;

const deskSchema = z.object({
  form: z.literal([1, 2, DESK_FORM]),
  drafts: z.record(z.string(), draft),
  /** the task whose question was asked last in the direct message; null when none is open */
  focus: z.string().nullable(),
  /** threads that belong to a task, by place */
  threads: z.record(z.string(), z.string()),
  /** texts that could have been meant for several tasks, kept until the person says which; the latest last */
  held: z.array(
    z.object({
      no: z.number().int(),
      text: z.string(),
      /** a question asked in a channel's thread: the key of the notice above it */
      thread: z.string().optional(),
    }),
  ),
});
export type Desk = z.infer<typeof deskSchema>;

export const emptyDesk: Desk = { form: 1, drafts: {}, focus: null, threads: {}, held: [] };

/**
 * The form that a desk is kept in: the earliest that has all of it, so that the version before, which runs beside this
 * one during a roll-out, reads on what it can, and leaves to this one what it would lose.
 */
export function withForm(desk: Desk): Desk {
  const { drafts } = desk;
  const later = Object.values(drafts).some(
    ({ asking, answers }) =>
      asking.at === 'measures' || Object.values(answers).some(({ measures }) => measures !== undefined),
  );
  const plans = Object.values(drafts).some(({ asking, plan }) => plan !== undefined || isOfPlan(asking));
  return { ...desk, form: plans ? DESK_FORM : later ? 2 : 1 };
}

/** Whether a question is one of 目標設定. */
const isOfPlan = ({ at }: Question): boolean => at === 'decision' || at === 'target' || at === 'grounds';

const formOf = z.object({ form: z.number().int() });

/**
 * A desk as it was stored, brought up to the present form; 'newer' when a newer version of this program left it: then it
 * is that version's to read and to change; null for what is none: of a form not known here, or damaged.
 */
export function readDesk(stored: string): Desk | 'newer' | null {
  try {
    const parsed: unknown = JSON.parse(stored);
    const desk = deskSchema.safeParse(parsed).data;
    if (desk) return desk;
    return (formOf.safeParse(parsed).data?.form ?? 0) > DESK_FORM ? 'newer' : null;
  } catch {
    return null;
  }
}

/** Threads remembered of one person: more than anybody has open, so that a desk does not grow for ever. */
const MOST_THREADS = 50;

/** The desk with a thread that belongs to a task; the one that was used longest ago is forgotten when there are many. */
export function withThread(desk: Desk, place: string, taskId: string): Desk {
  const others = Object.entries(desk.threads).filter(([known]) => known !== place);
  return {
    ...desk,
    threads: Object.fromEntries([...others.slice(1 - MOST_THREADS), [place, taskId]]),
  };
}

/** The desk without a task's draft, and nothing that points at it. */
export function withoutTask(desk: Desk, taskId: string): Desk {
  return {
    ...desk,
    drafts: Object.fromEntries(Object.entries(desk.drafts).filter(([id]) => id !== taskId)),
    focus: desk.focus === taskId ? null : desk.focus,
    threads: Object.fromEntries(Object.entries(desk.threads).filter(([, id]) => id !== taskId)),
  };
}

/** An own draft of the task stays as it is and follows the version that was taken back; nothing typed is lost. */
export function onTopOf(desk: Desk, taskId: string, version: number): Desk {
  const draft = desk.drafts[taskId];
  if (!draft) return withoutTask(desk, taskId);
  return { ...desk, drafts: { ...desk.drafts, [taskId]: { ...draft, base: version } } };
}
