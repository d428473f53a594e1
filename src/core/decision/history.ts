/**
 * The history: who did what when, appended in the same transaction as the change, never changed. Entries are chained:
 * each hash covers the one before, so that a changed, deleted or inserted entry is found.
 */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../text/canonical-json.js';
import { type ActionWords, KIND_ACTIONS } from './kinds/kinds.js';

/**
 * What is entered. A goal that was planned comes into the sheet with `sheet_changed`; the plan's names, a publication and who
 * is who stand nowhere on it.
 */
export const ACTIONS = {
  ...KIND_ACTIONS,
  submitted: { ja: '提出', prints: 'draft' },
  withdrawn: { ja: '取り下げ', prints: 'draft' },
  approved: { ja: '承認', prints: 'finished' },
  returned: { ja: '差戻し', prints: 'draft' },
  round_opened: { ja: '報告の時期を開く' },
  round_changed: { ja: '報告の時期の変更' },
  round_closed: { ja: '報告の時期を閉じる' },
  reopened: { ja: '報告の差し戻し（事務局）', prints: 'draft' },
  urged: { ja: '催促（事務局）' },
  calendar_imported: { ja: '暦の取り込み' },
  plan_imported: { ja: '計画の一覧の取り込み' },
  sheet_imported: { ja: 'シートの取り込み', prints: 'finished' },
  sheet_changed: { ja: 'シートの変更', prints: 'finished' },
  direction_said: { ja: '指標の向き（多いほどよいか）の回答' },
  owner_set: { ja: '担当の決定' },
  roster_imported: { ja: '名簿の取り込み' },
  reorganised: { ja: '組織の再編（統合・分割・改称）' },
  channel_linked: { ja: 'チャンネルの連携' },
  approval_undone: { ja: '承認の取消し', prints: 'finished' },
  correction_asked: { ja: '承認後の修正の申し出', prints: 'draft' },
  confirmed: { ja: '見込みの確定', prints: 'finished' },
  post_reviewed: { ja: '後閲' },
  asked: { ja: '照会' },
  passed_on: { ja: '照会の引継ぎ' },
  answered: { ja: '照会への回答' },
  check_answered: { ja: '確認事項への回答' },
  published: { ja: '公表' },
  plan_published: { ja: '計画の公表' },
  site_published: { ja: 'ページの公表' },
  account_linked: { ja: 'アカウントの登録' },
  account_unlinked: { ja: 'アカウントの登録解除' },
  baseline: { ja: '照合の基準の記録' },
  backed_up: { ja: 'バックアップ' },
  restored: { ja: 'バックアップからの復元' },
  exported: { ja: 'シートの書き出し' },
  put_aside_retried: { ja: '取り置きの再試行' },
  settings_changed: { ja: '設定の変更' },
  blanked: { ja: '個人情報の消去' },
  erased: { ja: '個人の情報の消去' },
  disposed: { ja: '保存期間の満了による廃棄' },
} as const satisfies Readonly<Record<string, ActionWords>>;
export type HistoryAction = keyof typeof ACTIONS;

/** The actions that change what a sheet prints, of one that is finished or that is not. */
export const printedActions = (finished: boolean): HistoryAction[] =>
  (Object.entries(ACTIONS) as [HistoryAction, ActionWords][])
    .filter(([, { prints }]) => prints === 'finished' || (!finished && prints === 'draft'))
    .map(([action]) => action);

export type HistoryEntry = {
  /** ISO instant */
  readonly at: string;
  /** null: done from the command line by who runs the service */
  readonly personId: string | null;
  readonly name: string;
  readonly post: string;
  /** 代決: the absent holder's name */
  readonly actingFor: string | null;
  /** which door: the platform's name as it stands before the first ':' of a place, or `command-line` */
  readonly source: string;
  /** with which account it was done; not there in entries of before, and where no account did it */
  readonly account?: string;
  readonly action: HistoryAction;
  readonly sectionId: string | null;
  /** what it was about: a report, sheet, round … */
  readonly subject: string;
  readonly version: number;
  /** JSON values */
  readonly before: unknown;
  readonly after: unknown;
};

/** The hash before the first entry. */
export const CHAIN_START = '0'.repeat(64);

/** Hash of an entry as it is kept (SHA-256, hex) at `seq`, counted from 1, behind the entry whose hash is `previous`. */
export function chainHash(previous: string, seq: number, entry: HistoryEntry): string {
  return createHash('sha256')
    .update(`${previous}\n${seq}\n${canonicalJson(entry)}`)
    .digest('hex');
}

export type ChainedEntry = HistoryEntry & { readonly seq: number; readonly hash: string };
