/** What of the board is asked for: how far in, through which filter, which page; and the words that ask for it. */
import { parseFiscalYear } from '../calendar/japanese-dates.js';
import { folded } from '../sheet/scale.js';
import { mayBeCommand } from '../text/text.js';

/** What a coordinator may look for. `missed`: × and △; `checks`: a 確認事項 that nobody has answered; `unconfirmed`: 見込み. */
export const FILTERS = [
  'open',
  'submitted',
  'returned',
  'unlinked',
  'undelivered',
  'checks',
  'missed',
  'unconfirmed',
] as const;
export type Filter = (typeof FILTERS)[number];

export type BoardAsked = {
  /** '' : the one that runs now */
  readonly round: string;
  readonly filter: Filter | '';
  /** the whole city, the department that the section `of` is in, or that section */
  readonly level: 'city' | 'department' | 'section';
  readonly of: string;
  /** a section or department as it was typed; '' when it was chosen */
  readonly said: string;
  /** from 0 */
  readonly page: number;
  /** the promises (約束) that this fiscal year has to keep, instead of its reports; 0: the year that is */
  readonly followUps?: number;
  /** a goal of the section is to be entered on behalf of somebody: its number ('': which one is asked), and for whom ('': asked) */
  readonly behalf?: { readonly no: string; readonly to: string };
};

/** The whole city as it stands. */
export const WHOLE_BOARD: BoardAsked = {
  round: '',
  filter: '',
  level: 'city',
  of: '',
  said: '',
  page: 0,
};

/** Round and filter, or the year of promises, as a button carries them beside what it opens. */
export function boardArgument({
  round,
  filter,
  followUps,
  behalf,
}: Pick<BoardAsked, 'round' | 'filter' | 'followUps' | 'behalf'>): string {
  const third = behalf ? [`${BEHALF}${behalf.no}`] : followUps === undefined ? [] : [followUps];
  return [round, filter, ...third].join(' ');
}

/** Stands before the number of a goal that is to be entered on behalf of somebody. */
const BEHALF = 'b';

/** Reads it back; what is no filter is none. */
export function readBoardArgument(
  text: string,
): Pick<BoardAsked, 'round' | 'filter' | 'followUps' | 'behalf'> {
  const [round = '', filter = '', year] = text.split(' ');
  return {
    round,
    filter: FILTERS.find((one) => one === filter) ?? '',
    ...(year !== undefined && /^\d{1,4}$/u.test(year) ? { followUps: Number(year) } : {}),
    ...(year?.startsWith(BEHALF) ? { behalf: { no: year.slice(BEHALF.length), to: '' } } : {}),
  };
}

const WORDS: Readonly<Record<Filter, readonly string[]>> = {
  open: ['未提出', 'open', 'not submitted'],
  submitted: ['承認待ち', '承認待', 'submitted', 'waiting'],
  returned: ['差戻し', '差し戻し', '差戻', 'returned'],
  unlinked: ['未連携', 'unlinked', 'not linked'],
  undelivered: ['届かなかった', '届いていない', '未達', 'undelivered', 'not delivered'],
  checks: ['確認事項あり', '確認事項', 'checks'],
  missed: ['×と△', '△と×', '×△', '△×', '×、△', '△、×', '×', '△', 'missed', 'x and △'],
  unconfirmed: ['未確定', '見込み', '未確定の見込み', 'unconfirmed', 'not confirmed', 'forecasts'],
};
const FILTER_BY_WORD: ReadonlyMap<string, Filter> = new Map(
  FILTERS.flatMap((filter) => WORDS[filter].map((word) => [folded(word), filter] as const)),
);
const STATUS = ['状況', '状態', '一覧', 'status'];
/** Who wants to remind looks first at who is late. */
const URGING = ['催促', '催促する', '催促したい', 'remind'];
const FOLLOW_UPS = ['約束', 'follow-ups', 'followups'];
const BLANKS = /[\s\u3000]+/u;

/** 「約束」「約束 R6 建設課」「状況 未提出」「状況 建設課」「状況 都市政策部 差戻し」: what is asked for; null for anything else, and for 状況 alone. */
export function boardAsked(text: string): BoardAsked | null {
  if (!mayBeCommand(text)) return null;
  if (URGING.includes(folded(text))) return { ...WHOLE_BOARD, filter: 'open' };
  const [word = '', ...rest] = text.trim().split(BLANKS);
  if (FOLLOW_UPS.includes(folded(word))) {
    const years = rest.map((one) => parseFiscalYear(one) ?? (/^20\d\d$/u.test(one) ? Number(one) : null));
    const at = years.findIndex((one) => one !== null);
    const said = rest.filter((_one, place) => place !== at).join(' ');
    return { ...WHOLE_BOARD, followUps: years[at] ?? 0, said };
  }
  if (!STATUS.includes(folded(word)) || rest.length === 0) return null;
  const whole = FILTER_BY_WORD.get(folded(rest.join(' ')));
  if (whole) return { ...WHOLE_BOARD, filter: whole };
  const filters = rest.map((one) => FILTER_BY_WORD.get(folded(one)));
  const at = filters.findIndex((one) => one !== undefined);
  const said = rest.filter((_one, place) => place !== at).join(' ');
  return { ...WHOLE_BOARD, filter: filters[at] ?? '', said };
}
