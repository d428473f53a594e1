/**
 * 実績メモ: what happened, noted when it happened, for the report in which it will be needed. A memo is its section's: who
 * may report for the section sees it, who wrote it changes it. Nothing is kept but what somebody hands over; whose message
 * it was is not, unless it is the writer's own.
 */
import { createHash } from 'node:crypto';
import { fiscalYearOf, fiscalYearStart, isIsoDate } from '../calendar/japanese-dates.js';
import { readQuantity } from '../quantity/index.js';
import type { Words } from '../text/language.js';

/** What somebody says of a memo. */
export type MemoContent = {
  /** the id of a goal or of an indicator; '' while nobody has said which */
  readonly about: string;
  /** ISO date on which it happened */
  readonly day: string;
  /** as typed: 32人; '' when there is none */
  readonly number: string;
  /** as typed */
  readonly text: string;
  /** where more of it is; '' when nowhere */
  readonly link: string;
};

export type Memo = Omit<MemoContent, 'about'> & {
  readonly id: string;
  readonly sectionId: string;
  /** of its day */
  readonly fiscalYear: number;
  /** null: it waits for a goal */
  readonly goalId: string | null;
  readonly indicatorId: string | null;
  /** the memo whose number this one counts on (「+12」); null */
  readonly countsOn: string | null;
  /** the message it was made of, as its platform knows it; '' when of none */
  readonly source: string;
  /** who wrote it; the name as the roster has it now */
  readonly by: { readonly personId: string; readonly name: string };
  /** ISO instant */
  readonly notedAt: string;
};

/** A memo as it is offered: enough to know it again. */
export type MemoNamed = Pick<Memo, 'id' | 'text'>;

export type MemoIndicator = {
  readonly id: string;
  readonly name: string;
  readonly target: string;
  /** 取組名称 and 概要: words that a memo may have in common with it */
  readonly initiative: string;
  /** its numbers add up through the year (人数, 回数) */
  readonly addsUp: boolean;
};

/** A goal that a memo may be about. */
export type MemoGoal = {
  readonly sectionId: string;
  readonly section: string;
  readonly fiscalYear: number;
  readonly goalId: string;
  readonly goalNo: string;
  readonly goalText: string;
  readonly indicators: readonly MemoIndicator[];
};

/** A memo's id, told from that of a task; `mark`: hexadecimal digits. */
export const memoId = (mark: string): string => `${MEMO_ID}${mark}`;
export const isMemoId = (id: string): boolean => id.startsWith(MEMO_ID);
const MEMO_ID = 'memo.';

/** Longest text, number and link, in UTF-16 units. */
export const MEMO_MAX = { text: 1500, number: 60, link: 1000 } as const;

/** The goal and the indicator that an id names among these. */
export function aboutIn(
  goals: readonly MemoGoal[],
  about: string,
): { readonly goal: MemoGoal; readonly indicator: MemoIndicator | null } | null {
  for (const goal of goals) {
    if (goal.goalId === about) return { goal, indicator: null };
    const indicator = goal.indicators.find(({ id }) => id === about);
    if (indicator) return { goal, indicator };
  }
  return null;
}

/** What is said of a memo as it can be kept beside the history: NUL and halves of a sign are no text to PostgreSQL. */
export const keepable = <Of extends Omit<MemoContent, 'about'>>(content: Of): Of => ({
  ...content,
  text: wellFormed(content.text),
  link: wellFormed(content.link),
});
const wellFormed = (text: string): string => text.replaceAll('\u0000', '').replace(HALF_SIGN, '\ufffd');
const HALF_SIGN = /\p{Surrogate}/gu;

/** A message as a memo remembers it: enough to know it again, and nothing of where it was. */
export const sourceOf = ({ place, id }: { readonly place: string; readonly id: string }): string =>
  createHash('sha256').update(`${place}\n${id}`).digest('hex').slice(0, 32);

type MemoProblems = Partial<Record<'day' | 'number' | 'text' | 'link', Words>>;

/** What cannot be kept of it and why, by its field. `today`: ISO date in the city. */
export function memoProblems(content: Omit<MemoContent, 'about'>, today: string): MemoProblems {
  const { day, number, text, link } = content;
  const tooLong = (longest: number): Words => ({
    ja: `${longest.toLocaleString('ja')}文字までです。`,
    en: `At most ${longest.toLocaleString('en')} characters.`,
  });
  const wrong: MemoProblems = {
    ...dayProblem(day, today),
    ...(text.trim() === ''
      ? { text: { ja: '内容を書いてください。', en: 'Please write what happened.' } }
      : text.length > MEMO_MAX.text
        ? { text: tooLong(MEMO_MAX.text) }
        : {}),
    ...(number.length > MEMO_MAX.number
      ? { number: tooLong(MEMO_MAX.number) }
      : number.trim() !== '' && !isOneNumber(number)
        ? {
            number: {
              ja: '一つの数として読み取れません。「32人」のように書いてください。',
              en: 'This is not read as one number. Please write it as 32人.',
            },
          }
        : {}),
    ...(link.length > MEMO_MAX.link
      ? { link: tooLong(MEMO_MAX.link) }
      : link.trim() !== '' && !isLink(link)
        ? {
            link: {
              ja: 'https:// で始まるリンクを書いてください。',
              en: 'Please enter a link that begins with https://.',
            },
          }
        : {}),
  };
  return wrong;
}

/** From the beginning of the year before on: its results are reported until the summer. */
function dayProblem(day: string, today: string): MemoProblems {
  if (!isIsoDate(day))
    return {
      day: {
        ja: '日付として読み取れません。6月12日 や 2024-06-12 のように書いてください。',
        en: 'This is not read as a date. Please write it as 2024-06-12.',
      },
    };
  if (day > today)
    return {
      day: {
        ja: 'まだ来ていない日です。今日までの日を書いてください。',
        en: 'This day is still to come. Please enter one until today.',
      },
    };
  return day < fiscalYearStart(fiscalYearOf(today) - 1)
    ? {
        day: {
          ja: '前年度より前の日です。今年度か前年度の日を書いてください。',
          en: 'This day is before last fiscal year. Please enter one of this or last year.',
        },
      }
    : {};
}

/** Whether a text is one exact number, of this year and not of a running total: what can be added to others. */
export function isOneNumber(text: string): boolean {
  const { certain, parts } = readQuantity(text);
  const [part] = parts;
  return (
    certain &&
    parts.length === 1 &&
    part?.kind === 'number' &&
    part.comparator === null &&
    part.upTo === undefined
  );
}

function isLink(text: string): boolean {
  if (!/^https?:\/\/[^\s\p{Cc}]+$/u.test(text)) return false;
  return URL.canParse(text);
}
