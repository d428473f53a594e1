/** The words about a roster or a calendar that was sent, and about a file of which it is not clear what it is. */
import type { CalendarDay, CalendarKind } from '../../calendar/closures.js';
import { formatEraDate } from '../../calendar/japanese-dates.js';
import type { RosterDifference } from '../../organization/roster.js';
import type { FileKind } from '../../sheet/upload.js';
import type { Language, Words } from '../../text/language.js';

const ja = {
  title: {
    roster: (file: string) => `「${file}」の名簿です`,
    calendar: (file: string) => `「${file}」の暦です`,
    reorganisation: (file: string) => `「${file}」の組織の再編です`,
    plan: (file: string) => `「${file}」の計画の一覧です`,
  },
  notYet: 'まだ取り込んではいません。変わるところは次のとおりです。',
  nothingNew: 'すべて記録と同じ内容です。取り込む必要はありません。',
  page: (page: number, of: number, count: number) => `変わるところ ${count}件 ・ ${page}/${of}ページ`,
  next: '次のページ',
  previous: '前のページ',
  ask: '次の点を確かめてください。',
  blocked: 'このままでは取り込めません。ファイルを直して、もう一度送ってください。',
  takeAsAsked: '確認のとおりに取り込む',
  done: {
    roster: '名簿を取り込みました',
    calendar: '暦を取り込みました',
    reorganisation: '組織の再編を取り込みました',
    plan: '計画の一覧を取り込みました',
  },
  unclear: (file: string) => `「${file}」は、どれとして読み取りますか`,
  unclearLine: '複数の種類の見出しがあるため、まだ何も取り込んでいません。',
  as: {
    sheets: '組織目標管理シート',
    directions: '指標の向きの表',
    roster: '名簿',
    calendar: '暦（休み・開庁）',
    reorganisation: '組織の再編（統合・分割・改称）',
    plan: '総合計画の一覧',
  } satisfies Record<FileKind, string>,
};

const en: typeof ja = {
  title: {
    roster: (file) => `The roster in “${file}”`,
    calendar: (file) => `The calendar in “${file}”`,
    reorganisation: (file) => `The reorganisation in “${file}”`,
    plan: (file) => `The list of the plan in “${file}”`,
  },
  notYet: 'Nothing is entered yet. This would change:',
  nothingNew: 'Everything is in the record already. There is nothing to enter.',
  page: (page, of, count) => `Changes: ${count}, page ${page} of ${of}`,
  next: 'Next page',
  previous: 'Previous page',
  ask: 'Please check this first.',
  blocked: 'It cannot be entered so. Please correct the file and send it again.',
  takeAsAsked: 'Enter all the same',
  done: {
    roster: 'The roster is entered',
    calendar: 'The calendar is entered',
    reorganisation: 'The reorganisation is entered',
    plan: 'The list of the plan is entered',
  },
  unclear: (file) => `What is “${file}” to be read as?`,
  unclearLine: 'It has the headings of several kinds of files. Nothing is entered yet.',
  as: {
    sheets: 'Goal sheets',
    directions: 'Directions of indicators',
    roster: 'Roster',
    calendar: 'Calendar',
    reorganisation: 'Reorganisation (merged, divided, renamed sections)',
    plan: 'List of the plan',
  },
};

export function listWords(language: Language): typeof ja {
  return language === 'en' ? en : ja;
}

const WHAT: Readonly<Record<RosterDifference['what'], Words>> = {
  department: { ja: '部の別名', en: 'Department aliases' },
  alias: { ja: '課の別名', en: 'Section aliases' },
  section: { ja: '課', en: 'Sections' },
  person: { ja: '職員', en: 'People' },
  account: { ja: 'アカウントの登録', en: 'Linked accounts' },
  channel: { ja: 'チャンネル', en: 'Channels' },
  post: { ja: '役職', en: 'Posts' },
  holding: { ja: '役職に就く人', en: 'Holders of posts' },
  deputy: { ja: '代決', en: 'Deputies' },
  owner: { ja: '担当', en: 'Owners of goals' },
  succession: { ja: '課の統合・分割', en: 'Sections merged or divided' },
};

/** Who holds an account that is taken off comes first, then what ends, then what changes, then what is new. */
export function byWeight(differences: readonly RosterDifference[]): RosterDifference[] {
  const weight = ({ what, before, after, listed }: RosterDifference) =>
    what === 'account' && after === null
      ? 0
      : (what === 'holding' || what === 'deputy') && (after === null || listed === undefined)
        ? 1
        : before !== null
          ? 2
          : 3;
  return differences
    .map((one, at) => ({ one, at }))
    .sort((a, b) => weight(a.one) - weight(b.one) || a.at - b.at)
    .map(({ one }) => one);
}

/** 「役職に就く人：追加 3・変更 1・終わり 2」: how much of each kind changes. */
export function rosterSummary(differences: readonly RosterDifference[]): Words[] {
  return (Object.keys(WHAT) as RosterDifference['what'][]).flatMap((what): Words[] => {
    const own = differences.filter((one) => one.what === what);
    if (own.length === 0) return [];
    const isEnd = ({ after, before, listed }: RosterDifference) =>
      after === null ||
      (before !== null && listed === undefined && (what === 'holding' || what === 'deputy'));
    const ended = own.filter(isEnd).length;
    const added = own.filter((one) => one.before === null && !isEnd(one)).length;
    const changed = own.length - ended - added;
    const say = (language: Language, words: readonly [string, string, string]) =>
      [added, changed, ended]
        .flatMap((count, at) => (count > 0 ? [`${words[at]} ${count}`] : []))
        .join(language === 'ja' ? '・' : ', ');
    const off = what === 'account' ? '外れる' : '終わり';
    return [
      {
        ja: `${WHAT[what].ja}：${say('ja', ['追加', '変更', off])}`,
        en: `${WHAT[what].en}: ${say('en', ['new', 'changed', what === 'account' ? 'unlinked' : 'ending'])}`,
      },
    ];
  });
}

const KIND: Readonly<Record<CalendarKind, Words>> = {
  closed: { ja: '休み', en: 'closed' },
  open: { ja: '開庁', en: 'open' },
  holiday: { ja: '祝日', en: 'holiday' },
};

/** A day of a calendar and what it was before; `section`: '' for the whole city. */
export function calendarLine(day: CalendarDay, was: CalendarDay | null, section: string): Words {
  const kindOf = (one: CalendarDay, language: Language) =>
    [KIND[one.kind][language], one.name].filter((text) => text !== '').join(' ');
  const where = { ja: section === '' ? '全体' : section, en: section === '' ? 'the whole city' : section };
  return was === null
    ? {
        ja: `追加: ${formatEraDate(day.day, 'kanji')} ${where.ja} ${kindOf(day, 'ja')}`,
        en: `New: ${day.day}, ${where.en}, ${kindOf(day, 'en')}`,
      }
    : {
        ja: `変更: ${formatEraDate(day.day, 'kanji')} ${where.ja} ${kindOf(was, 'ja')} → ${kindOf(day, 'ja')}`,
        en: `Changed: ${day.day}, ${where.en}, ${kindOf(was, 'en')} → ${kindOf(day, 'en')}`,
      };
}

/** How many days are new and changed, what of them closes or opens, and until when holidays are certain. */
export function calendarSummary(added: number, changed: number, until: string): Words[] {
  return [
    ...(added + changed > 0
      ? [{ ja: `日：追加 ${added}・変更 ${changed}`, en: `Days: new ${added}, changed ${changed}` }]
      : []),
    {
      ja: 'ファイルにない日は、記録のまま残ります。',
      en: 'Days that the file does not name stay as they are.',
    },
    {
      ja: `祝日は${formatEraDate(until, 'kanji')}まで確かです。`,
      en: `Public holidays are certain until ${until}.`,
    },
  ];
}

/** A section of a calendar's row that is not one section of the record; `near`: the nearest names. */
export function sectionUnknown(
  file: string,
  line: number,
  said: string,
  several: string | null,
  near: readonly string[],
): Words {
  return several === null
    ? {
        ja: `${file} ${line}行め: 「${said}」という課は記録にありません（近い名前: ${near.join('、')}）。`,
        en: `${file}, row ${line} 「課」: there is no section “${said}” (nearest: ${near.join(', ')}).`,
      }
    : {
        ja: `${file} ${line}行め: 「${said}」という課がいくつかあります。部の名前も付けてください（例: ${several}）。`,
        en: `${file}, row ${line} 「課」: several sections are called “${said}”; add the department (such as ${several}).`,
      };
}

/** A section said to stand above another that nobody knows. */
export const parentUnknown = (name: string): readonly [ja: string, en: string] => [
  `「${name}」という組織は、名簿にも記録にもありません。`,
  `neither the roster nor the record has “${name}”.`,
];
