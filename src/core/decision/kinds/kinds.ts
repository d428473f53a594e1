/**
 * The kinds of records that stand beside reports and sheets and are kept for years: what each is called, what the history
 * holds of it, and which of its texts may be about people. How the record keeps one is in store/postgres/kinds/.
 */

type Kind = {
  /** what `maru retention` calls it; a kind without is never thrown away */
  readonly retained?: string;
  /** what the history calls its rows, before their id */
  readonly row: string;
  /** whether an entry's `after` is the row's body, not its fields */
  readonly isBody?: true;
  /** the fields in which people may be named: in the history they stand beside the chain, and can be blanked there */
  readonly texts?: readonly string[];
  /** its entries of the history, whose subject is the row's id */
  readonly actions: Readonly<Record<string, ActionWords & { readonly isGone?: true }>>;
};

export type ActionWords = {
  /** what `maru history` calls it */
  readonly ja: string;
  /**
   * what it changes of what its sheet prints: 'finished': of a finished one, too; 'draft': only of one that is not, for while a
   * correction is under way what was approved stands
   */
  readonly prints?: 'finished' | 'draft';
};

/** By the name in RETENTION. */
export const KINDS = {
  target_changes: {
    row: 'target',
    isBody: true,
    actions: {
      target_asked: { ja: '目標の変更の申し出' },
      target_approved: { ja: '目標の変更の承認', prints: 'finished' },
      target_returned: { ja: '目標の変更の差戻し' },
      target_withdrawn: { ja: '目標の変更の取り下げ' },
    },
  },
  followups: { row: 'followup', actions: { promise_said: { ja: '約束の回答' } } },
  // It says whom to ask.
  year_notes: {
    retained: '来年の担当者へ',
    row: 'year_note',
    texts: ['note'],
    actions: { year_note_left: { ja: '来年の担当者への申し送り' } },
  },
  // Before memos: they stay as long as a file stands with them.
  evidence: {
    retained: '根拠資料',
    row: 'evidence',
    isBody: true,
    actions: {
      evidence_added: { ja: '根拠資料を付ける' },
      evidence_removed: { ja: '根拠資料を外す', isGone: true },
      evidence_marked: { ja: '根拠資料を公表する' },
      evidence_unmarked: { ja: '根拠資料の公表をやめる' },
    },
  },
  // What was handed over in a memo may be about anybody.
  memos: {
    retained: '実績メモ',
    row: 'memo',
    texts: ['memo', 'memoLink'],
    actions: {
      memo_noted: { ja: '実績メモ' },
      memo_changed: { ja: '実績メモの変更' },
      memo_deleted: { ja: '実績メモの削除' },
    },
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type KindName = keyof typeof KINDS;
/** The entries of the history about rows of these kinds. */
type KindAction = { [Name in KindName]: keyof (typeof KINDS)[Name]['actions'] }[KindName];
/** Those that can be thrown away when their time is over. */
export type RetainedKind = {
  [Name in KindName]: (typeof KINDS)[Name] extends { readonly retained: string } ? Name : never;
}[KindName];

/** The kinds one by one. */
export const KIND_LIST: readonly (Kind & { readonly name: KindName })[] = (
  Object.entries(KINDS) as [KindName, Kind][]
).map(([name, kind]) => ({ name, ...kind }));

/** Those that are thrown away when their time is over, in the order it is told. */
export const RETAINED_KINDS = KIND_LIST.filter(({ retained }) => retained !== undefined).map(
  ({ name }) => name as RetainedKind,
);

/** The words of every entry about them. */
export const KIND_ACTIONS = Object.assign({}, ...KIND_LIST.map(({ actions }) => actions)) as Readonly<
  Record<KindAction, ActionWords>
>;

const KIND_OF: ReadonlyMap<string, Kind> = new Map(
  KIND_LIST.flatMap((kind) => Object.keys(kind.actions).map((action) => [action, kind] as const)),
);

export const isOfKind = <Action extends string>(action: Action): action is Action & KindAction =>
  KIND_OF.has(action);

/** The row that an entry about such a record leaves: its name and fields, null where it is gone. */
export function rowOfKind(
  action: KindAction,
  subject: string,
  after: Readonly<Record<string, unknown>> | null,
) {
  const { row, isBody, actions } = KIND_OF.get(action)!;
  const value = actions[action]?.isGone ? null : after && isBody ? { body: after } : after;
  return { row: `${row} ${subject}`, value };
}
