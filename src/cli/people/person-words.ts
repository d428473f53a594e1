/** What is kept of a person, as it is read at the terminal. */
import { ACTIONS, type HistoryAction } from '../../core/decision/history.js';
import { type KeptInDrafts, textsEntered } from '../../core/organization/person-kept.js';
import { DIRECTION_WORDS, readDirection } from '../../core/sheet/direction.js';
import type { OfPersonKey } from '../../store/postgres/kinds/kinds.js';
import type { KeptInRecord, Signed } from '../../store/postgres/people/person-kept.js';
import { subjectWords, whenWords } from '../history/history-words.js';

const SIGNED: Readonly<Record<Signed['as'], string>> = {
  writer: '提出',
  entered_for: '代理で提出されたもの',
  approvals: '承認・確認',
  returned: '差戻し',
  withdrawn: '取り下げ',
  confirmed: '見込みの確定',
  correction: '修正の申し出',
  evidence: '根拠資料を付けた',
  asker: '照会',
  answerer: '照会への回答',
};

type OfKind = {
  readonly title: string;
  readonly line: (row: Readonly<Record<string, string>>) => string;
};
/** What is kept beside reports and sheets. */
const OF_KINDS: Readonly<Record<OfPersonKey, OfKind>> = {
  yearNotes: {
    title: '来年の担当者へ（書いたものと、名前のあるもの）',
    line: ({ indicator = '', at = '', note }) => `${whenWords(at)} ${aboutWords(indicator)}　「${note}」`,
  },
  memos: {
    title: '実績メモ',
    line: ({ day, text, link }) => [`${day}　${text}`, ...(link === '' ? [] : [link])].join('　'),
  },
};

/** Lines of text, by what it is; what there is nothing of is said so. */
export function keptLines(kept: KeptInRecord, desk: KeptInDrafts): string[] {
  const { person, terms, accounts, partedAccounts, signatures, history } = kept;
  const own = history.filter((entry) => entry.own).length;
  return [
    `${person.name}（職員番号 ${person.id}）`,
    `メールアドレス: ${person.email ?? 'なし'}　表示の言語: ${person.language === 'ja' ? '日本語' : 'English'}`,
    ...part(
      '役職と代決',
      terms.map(
        ({ what, section, post, from, until }) =>
          `${section} ${post}${what === 'deputy' ? 'の代決' : ''}　${from} から ${until ?? '（いまも）'}`,
      ),
    ),
    ...part('アカウント', [
      ...accounts.map(({ account, linkedAt }) => `${account}　${whenWords(linkedAt)} から`),
      ...partedAccounts.map((account) => `${account}　外したもの`),
    ]),
    ...part('個別のチャット', kept.directPlace === null ? [] : [kept.directPlace]),
    ...part('届かない理由', kept.unreachable === null ? [] : [kept.unreachable]),
    ...part('書きかけの報告と、置いてある文（Redis）', [
      ...desk.drafts.map(({ task, touchedAt }) => `${aboutWords(task)}　${whenWords(touchedAt)}`),
      ...desk.held.map((text) => `「${text}」`),
      ...(desk.unread > 0 ? [`読み取れない控え ${desk.unread}件`] : []),
      ...(desk.effects.length > 0 ? [`途中の処理 ${desk.effects.length}件`] : []),
    ]),
    ...part(
      '署名（報告・承認・照会など）',
      signatures.map(
        ({ of, version, as, at, post, actingFor }) =>
          `${whenWords(at)} ${SIGNED[as]}　${aboutWords(of)} 第${version}版　${post}${actingFor === null ? '' : `（${actingFor}の代決）`}`,
      ),
    ),
    ...part('回答を待っている照会', kept.askedOf),
    ...part(
      '後閲',
      kept.postReviews.map(({ reportId, decidedAt }) => `${whenWords(decidedAt)} ${aboutWords(reportId)}`),
    ),
    ...part(
      '指標の向きの回答',
      kept.directions.map(
        ({ sheet, name, indicator, direction, post }) =>
          `${aboutWords(sheet)} 「${name === '' ? indicator : name}」　${directionWords(direction)}　${post}`,
      ),
    ),
    ...part(
      '担当',
      kept.owned.map(
        ({ subject, since, ended }) =>
          `${aboutWords(subject)}　${whenWords(since)} から${ended === null ? '' : '（終わったもの）'}`,
      ),
    ),
    ...(Object.entries(OF_KINDS) as [OfPersonKey, OfKind][]).flatMap(([key, { title, line }]) =>
      part(title, kept[key].map(line)),
    ),
    ...part(
      '途中の代理入力',
      kept.enteredFor.map(({ task, since }) => `${aboutWords(task)}　${whenWords(since)} から`),
    ),
    ...part(
      '公表の記録',
      kept.published.map(({ sheet, at }) => `${whenWords(at)} ${aboutWords(sheet)}`),
    ),
    ...part(
      'お知らせ',
      kept.notices.map(
        ({ kind, dueAt, sentAt }) =>
          `${kind}　${sentAt === null ? `${whenWords(dueAt)} から（未送信）` : whenWords(sentAt)}`,
      ),
    ),
    ...part(
      '送ったファイル（7日で消えます）',
      kept.files.map(({ name, keptAt, bytes }) => `${name}（${bytes}バイト）　${whenWords(keptAt)}`),
    ),
    ...part('取り置いた処理', kept.putAside),
    ...part(
      '入力したもの（直したもの、外したもの、消したものも。履歴から）',
      history.flatMap(({ at, action, subject, entered }) =>
        entered
          ? [
              [
                `${whenWords(at)} ${ACTIONS[action as HistoryAction]?.ja ?? action}`,
                aboutWords(subject),
                ...textsEntered(entered).map((text) => `「${text}」`),
              ].join('　'),
            ]
          : [],
      ),
    ),
    ...part(
      '履歴',
      history.length === 0
        ? []
        : [
            `本人の記録 ${own}件、名前やIDのある記録 ${history.length - own}件（maru history --person ${person.id} で見られます）`,
          ],
    ),
    '文の中に書かれた名前（目標達成状況、差戻しのコメントなど）と、ファイルに書き出したもの・バックアップの中は、ここにはありません。',
    'Names written inside texts, and what stands in exported files and in backups, are not listed here.',
  ];
}

const part = (title: string, lines: readonly string[]): string[] => [
  `■ ${title}${lines.length === 0 ? ': なし' : `（${lines.length}件）`}`,
  ...lines.map((line) => `  ${line}`),
];

function directionWords(kept: string | null): string {
  const direction = readDirection(kept ?? '');
  return direction === null ? '' : DIRECTION_WORDS[direction].ja;
}

const aboutWords = (id: string): string => subjectWords({ subject: id, sectionId: null });
