/**
 * Promises (約束) in 今後の方針: sentences that name a time to come, or a thing that was not there before (「新たに2地区において」, 「新たな協議会を
 * 設立し」, 「…を検討します」). What goes on as it did (引き続き, 継続, 毎月) has no day on which it is kept or broken, and is none.
 */
import { createHash } from 'node:crypto';
import { fiscalYearEnd, fiscalYearStart } from '../calendar/japanese-dates.js';
import { fold } from '../quantity/fold.js';
import { withoutBeginning } from '../text/text.js';
import { type Period, timesIn } from './times.js';

export type FollowUp = {
  /** as typed */
  readonly sentence: string;
  /**
   * time: a time to come · event: before something, 「本格的になる前に」「…までに」 · new: what was not there before · consider: something to
   * be looked into
   */
  readonly kind: 'time' | 'event' | 'new' | 'consider';
  /** the words it was found by, widths made one */
  readonly marks: readonly string[];
  /** when it is to be kept: the time it names, else the fiscal year behind the sheet's, which 今後の方針 speaks of */
  readonly due: Period;
  /** whether it names a time itself */
  readonly timed: boolean;
};

const NEW = [
  '新たに',
  '新たな',
  '新しく',
  '新しい',
  '新規',
  '新設',
  '創設',
  '設立',
  '開設',
  '導入',
  '立ち上げ',
  '試行',
];
const CONSIDER = ['検討', '模索', '研究'];
/** It goes on as it did. */
const GOES_ON = ['引き続き', '引続き', '継続', '今後も', '今後とも'];
/** Hiragana, and the signs of 行います, 進めます, 図ります, 重ねます, 予定です, 検討中です: nothing more comes after what is done. */
const ENDS_IN = /^[\p{Script=Hiragana}行進図重予定中]*$/u;
const BLANKS = ' 　\t';

/** The sentences of a text, as typed, without bullets and blanks before them. */
function sentencesOf(text: string): string[] {
  const found: string[] = [];
  let begin = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const sign = text[at];
    if (sign !== undefined && sign !== '。' && sign !== '\n' && sign !== '\r') continue;
    const sentence = withoutBeginning(
      text.slice(begin, sign === '。' ? at + 1 : at),
      `${BLANKS}・●○■◆`,
    ).trimEnd();
    if (sentence !== '') found.push(sentence);
    begin = at + 1;
  }
  return found;
}

/** Whether it tells what was done: no promise is in the past. */
function isPast(folded: string): boolean {
  return /た[)」]?$/u.test(folded.trimEnd().replace(/。$/u, ''));
}

/** The word of looking into something with which the sentence ends: 検討します, 検討を進めていきます; null when it goes on as it did. */
function considered(folded: string): string | null {
  if (GOES_ON.some((word) => folded.includes(word))) return null;
  const bare = folded.replace(/。$/u, '');
  return (
    CONSIDER.find((word) => {
      const at = bare.lastIndexOf(word);
      return at > 0 && ENDS_IN.test(bare.slice(at + word.length));
    }) ?? null
  );
}

/** これまでに: what was until now */
const SO_FAR = ['これまでに', 'いままでに', '今までに'];

/** What comes before which something is to be done; null for 以前に, 午前に and 事前に. */
function eventIn(folded: string): string | null {
  for (const end of ['る前に', 'までに']) {
    const at = folded.indexOf(end);
    if (at <= 0 || SO_FAR.some((word) => folded.includes(word))) continue;
    const from = Math.max(folded.lastIndexOf('、', at), folded.lastIndexOf(' ', at)) + 1;
    return folded.slice(from, at + end.length);
  }
  return null;
}

function followUpIn(sentence: string, fiscalYear: number): FollowUp | null {
  const folded = fold(sentence);
  if (isPast(folded)) return null;
  const next = fiscalYear + 1;
  const end = fiscalYearEnd(fiscalYear);
  const time = timesIn(folded, next).find(({ until }) => until > end) ?? null;
  const event = time ? null : eventIn(folded);
  const things = NEW.filter((word) => folded.includes(word));
  const consider = considered(folded);
  const kind = time ? 'time' : event ? 'event' : things.length > 0 ? 'new' : consider ? 'consider' : null;
  if (kind === null) return null;
  const marks = [time?.words ?? event, ...things, consider].filter((mark) => typeof mark === 'string');
  const due = time ?? { from: fiscalYearStart(next), until: fiscalYearEnd(next) };
  return {
    sentence,
    kind,
    marks,
    due: { from: due.from, until: due.until },
    timed: time !== null,
  };
}

/** The id of a promise: its goal, and a mark of its sentence. */
export function followUpId(goalId: string, sentence: string): string {
  return `${goalId}:${createHash('sha256').update(sentence).digest('hex').slice(0, 12)}`;
}

/**
 * The day (ISO date) from which it is asked whether a promise was kept: the beginning of its time, of a longer one the first
 * day of its last month, so that those who made it are asked before the year is over.
 */
export function askedOn({ due }: Pick<FollowUp, 'due'>): string {
  const lastMonth = `${due.until.slice(0, 7)}-01`;
  return due.from > lastMonth ? due.from : lastMonth;
}

/** Whether the time of a promise is still ahead, is now, or is over. `today`: ISO date in the city. */
export function timeOf({ due }: Pick<FollowUp, 'due'>, today: string): 'ahead' | 'now' | 'over' {
  if (today < due.from) return 'ahead';
  return today > due.until ? 'over' : 'now';
}

/**
 * The promises in a text, in its order: one a sentence.
 *
 * @param text  今後の方針, or the one cell of the 10-column form that holds 目標達成状況 as well
 * @param fiscalYear  of the sheet it stands in
 */
export function findFollowUps(text: string, fiscalYear: number): FollowUp[] {
  return sentencesOf(text).flatMap((sentence) => followUpIn(sentence, fiscalYear) ?? []);
}
