/**
 * A card as plain text: what is asked, or how it stands, and then all that it says in its order. Who hears a card instead of
 * seeing it hears this, and a notification shows how it begins.
 */
import { shorten } from '../text/shorten.js';
import { cardWords } from '../wording/cards.js';
import type { Button, Card, Fact, Field, Picture } from './card.js';

/**
 * The complete text of any card; symbols with their words, buttons and fields named. Lines are joined by \n.
 * `inputs`: whether a message has the field of a question and the button that sends it; without, what would stand in the field
 * is said, as the message does.
 */
export function fallbackText(card: Card, inputs = true): string {
  const words = card.language === 'ja' ? ja : en;
  return linesOf(card, words, inputs)
    .filter((line) => line.trim() !== '')
    .join('\n');
}

/** A notification: what is asked, or how it stands, and of what; at most `max` characters. */
export function notificationText(card: Card, max: number): string {
  return shorten(fallbackText(card).split('\n', 2).join(' '), max);
}

const ja = {
  pair: (label: string, value: string) => `${label}：${value}`,
  change: (label: string, before: string, after: string) => `${label}：${before} → ${after}`,
  choices: (titles: string) => `選択肢：${titles}`,
  buttons: (titles: string) => `ボタン：${titles}`,
  input: (label: string) => `入力欄：${label}`,
  comma: '、',
};
type Texts = typeof ja;

const en: Texts = {
  pair: (label, value) => `${label}: ${value}`,
  change: (label, before, after) => `${label}: ${before} → ${after}`,
  choices: (titles) => `Choices: ${titles}`,
  buttons: (titles) => `Buttons: ${titles}`,
  input: (label) => `Input: ${label}`,
  comma: ', ',
};

/** Longer descriptions of a picture are not repeated, in UTF-16 units: each of its rows is told on the card's pages, too. */
const DRAWN_MAX = 700;

/** What a picture shows, for who does not see it; '' where none is shown. */
function drawn({ picture }: { readonly picture?: Picture | undefined }): string {
  return picture?.at !== undefined && picture.alt.length <= DRAWN_MAX ? picture.alt : '';
}

function linesOf(card: Card, words: Texts, inputs: boolean): string[] {
  const named = (
    list: readonly Button[],
    say: (titles: string) => string,
    by: 'title' | 'label' = 'title',
  ) => (list.length === 0 ? '' : say(list.map((button) => button[by]).join(words.comma)));
  const buttons = (list: readonly Button[]) => named(list, words.buttons);
  const pair = (label: string, value: string) => (value === '' ? '' : words.pair(label, value));
  const facts = (list: readonly Fact[]) => list.map(({ label, value }) => pair(label, value));
  const row = (
    r: { indicator: string; target: string; result: string; rating: string } & Record<
      'because' | 'reason' | 'measures' | 'status',
      string
    >,
    labels: Record<'target' | 'result' | 'rating' | 'reason' | 'measures' | 'status', string>,
  ) => [
    r.indicator,
    pair(labels.target, r.target),
    pair(labels.result, r.result),
    pair(labels.rating, r.rating),
    r.because,
    pair(labels.reason, r.reason),
    pair(labels.measures, r.measures),
    pair(labels.status, r.status),
  ];
  switch (card.name) {
    case 'question': {
      const v = card.view;
      return [
        v.prompt,
        v.indicator || v.goal,
        ...v.problems,
        v.heading,
        v.indicator && v.goal,
        v.progress,
        ...facts(v.facts),
        ...v.notes,
        ...v.fields.flatMap((field) =>
          inputs ? fieldLines(field, words) : [pair(field.label, field.value), field.hint],
        ),
        named(v.choices, words.choices),
        buttons(inputs ? [...v.send, ...v.buttons] : v.buttons),
      ];
    }
    case 'review': {
      const v = card.view;
      return [
        v.prompt,
        v.goal,
        v.heading,
        ...v.problems,
        ...v.rows.flatMap((r) => [...row(r, v.labels), buttons(r.edits)]),
        pair(v.policyLabel, v.policy),
        buttons(v.policyEdits),
        v.evidence,
        v.checksTitle,
        v.checksLine,
        ...v.checks.flatMap((check) => [check.text, check.answer, buttons(check.buttons)]),
        buttons(v.buttons),
      ];
    }
    case 'form': {
      const v = card.view;
      return [
        v.title,
        ...v.intro,
        ...v.groups.flatMap((group) => [
          group.heading,
          ...facts(group.facts),
          ...group.fields.flatMap((field) => fieldLines(field, words)),
        ]),
        buttons([v.send]),
      ];
    }
    case 'message':
      return [card.view.title, ...card.view.lines, drawn(card.view), buttons(card.view.buttons)];
    case 'tasks': {
      const v = card.view;
      return [
        v.title,
        ...v.lines,
        ...v.items.flatMap((item) => [
          pair(item.title, item.state),
          item.detail,
          named(item.buttons, words.buttons, 'label'),
        ]),
        buttons(v.buttons),
      ];
    }
    case 'board': {
      const v = card.view;
      return [
        v.title,
        withoutSquares(v.bar),
        ...v.lines,
        ...v.items.flatMap((item) => [
          pair(item.title, withoutSquares(item.bar)) || item.title,
          item.detail,
          words.buttons(item.open.label),
        ]),
        drawn(v),
        buttons(v.buttons),
      ];
    }
    case 'summary': {
      const v = card.view;
      return [
        v.title,
        v.subtitle,
        v.counts,
        // read aloud, squares are noise; the same is said in words behind them
        withoutSquares(v.bar),
        v.ratings,
        ...v.items.map((item) =>
          pair(item.goal, [item.figures, item.state].filter(Boolean).join(cardWords(card.language).between)),
        ),
        v.footer,
      ];
    }
    case 'approval': {
      const v = card.view;
      return [
        v.state,
        v.goal,
        v.heading,
        v.writer,
        v.changesLabel,
        ...v.changes.map((change) =>
          change.marked === ''
            ? words.change(change.label, change.before, change.after)
            : words.pair(change.label, change.marked),
        ),
        ...v.rows.flatMap((r) => row(r, v.labels)),
        pair(v.policyLabel, v.policy),
        v.evidence,
        v.checksTitle,
        ...v.checks.flatMap((check) => [check.text, check.answer]),
        named(v.buttons, words.buttons, 'label'),
      ];
    }
    default:
      return card satisfies never;
  }
}

/** Squares that begin a text left out. */
function withoutSquares(text: string): string {
  return text.replace(/^[■□]+\s*/u, '');
}

function fieldLines(field: Field, words: Texts): string[] {
  const { label, value, hint, problem, choices } = field;
  const chosen = choices.find((choice) => choice.value === value)?.title ?? value;
  return [
    problem,
    chosen === '' ? words.input(label) : words.pair(label, chosen),
    choices.length === 0 ? '' : words.choices(choices.map((choice) => choice.title).join(words.comma)),
    hint,
  ];
}
