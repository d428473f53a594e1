/**
 * What changed in a text, word by word, for who reads it a second time. The words are those of Unicode's segmentation
 * (Japanese by dictionary); every character of both texts is in exactly one run, except unchanged ones that are left out
 * where they would only hide the change.
 */
import { diffArrays } from 'diff/lib/diff/array.js';

/** `gap`: unchanged text left out here. */
export type WordRun =
  | { readonly kind: 'same' | 'removed' | 'added'; readonly text: string }
  | { readonly kind: 'gap' };

const words = new Intl.Segmenter('ja', { granularity: 'word' });

/** Two texts as short as this are taken in at a glance; in UTF-16 units. */
const SHORT = 24;
/** A text longer than any that is typed is not divided into words; in UTF-16 units. */
const LONG = 4_000;
/** Less in common than this, of the longer text, and marks in it would be harder to read than the two texts. */
const LEAST_IN_COMMON = 0.35;
/** More pieces than this are a new text, and would fill a card with marks. */
const MOST_CHANGES = 12;
/** More words than this inserted and removed: the comparison stops, so that it never takes long. */
const MOST_EDITS = 300;
/** An unchanged piece as short as this between two changes is read as part of them; in UTF-16 units. */
const SPECK = 2;
/** Unchanged text kept on either side of a change, and how much must be left over to be worth leaving out; UTF-16 units. */
const KEPT = 24;
const WORTH_LEAVING_OUT = 16;

/**
 * The runs that lead from `before` to `after`; null where the two texts as a whole say it better: they are short, or
 * blank, or have little in common.
 */
export function wordChanges(before: string, after: string): readonly WordRun[] | null {
  if (before === after || before.trim() === '' || after.trim() === '') return null;
  if (before.length <= SHORT && after.length <= SHORT) return null;
  if (before.length > LONG || after.length > LONG) return null;
  const parts = diffArrays(wordsOf(before), wordsOf(after), { maxEditLength: MOST_EDITS });
  if (parts === undefined) return null;
  const runs = gathered(
    parts.map(({ value, added, removed }) => ({
      kind: added ? ('added' as const) : removed ? ('removed' as const) : ('same' as const),
      text: value.join(''),
    })),
  );
  const common = runs.reduce((sum, { kind, text }) => sum + (kind === 'same' ? text.length : 0), 0);
  if (common < LEAST_IN_COMMON * Math.max(before.length, after.length)) return null;
  if (runs.filter(({ kind }) => kind === 'same').length > MOST_CHANGES) return null;
  return runs.flatMap((run, i) =>
    run.kind === 'same' ? shortened(run.text, i > 0, i < runs.length - 1) : [run],
  );
}

type Run = Extract<WordRun, { text: string }>;

function wordsOf(text: string): string[] {
  return Array.from(words.segment(text), ({ segment }) => segment);
}

/** Changes that only a speck divides become one: all that is removed, then all that is added. */
function gathered(parts: readonly Run[]): Run[] {
  const runs: Run[] = [];
  let removed = '';
  let added = '';
  const close = () => {
    if (removed !== '') runs.push({ kind: 'removed', text: removed });
    if (added !== '') runs.push({ kind: 'added', text: added });
    removed = '';
    added = '';
  };
  for (const [i, { kind, text }] of parts.entries()) {
    const speck =
      text.length <= SPECK && !/[\r\n]/u.test(text) && removed + added !== '' && i < parts.length - 1;
    if (kind === 'removed') removed += text;
    else if (kind === 'added') added += text;
    else if (speck) {
      removed += text;
      added += text;
    } else {
      close();
      runs.push({ kind, text });
    }
  }
  close();
  return runs;
}

/** An unchanged text with its middle left out, or the end that touches no change. */
function shortened(text: string, follows: boolean, leads: boolean): WordRun[] {
  const kept = (follows ? KEPT : 0) + (leads ? KEPT : 0);
  if (text.length < kept + WORTH_LEAVING_OUT) return [{ kind: 'same', text }];
  const head = follows ? firstWords(wordsOf(text), KEPT).join('') : '';
  const tail = leads ? firstWords(wordsOf(text).toReversed(), KEPT).toReversed().join('') : '';
  return [
    ...(head === '' ? [] : [{ kind: 'same' as const, text: head }]),
    { kind: 'gap' },
    ...(tail === '' ? [] : [{ kind: 'same' as const, text: tail }]),
  ];
}

/** As many whole words from the beginning as are no longer than `room` together. */
function firstWords(segments: readonly string[], room: number): string[] {
  const kept: string[] = [];
  let used = 0;
  for (const segment of segments) {
    used += segment.length;
    if (used > room) break;
    kept.push(segment);
  }
  return kept;
}
