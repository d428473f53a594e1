/** When something was, and what it was about, as the history says it. */
import { fiscalYearShort, formatEraDate } from '../../core/calendar/japanese-dates.js';
import type { RoundKind } from '../../core/calendar/round.js';
import { cityDate, cityTime } from '../../core/calendar/working-days.js';
import type { ChainedEntry } from '../../core/decision/history.js';
import { isMemoId } from '../../core/memo/memo.js';
import type { TargetChange } from '../../core/report/year/target-change.js';
import { readTaskId } from '../../core/sheet/ids.js';

/** R5.10.2 10:01 */
export function whenWords(at: string): string {
  return `${formatEraDate(cityDate(at), 'letter')} ${cityTime(at)}`;
}

/** 担当者1 → 担当者2（期末）: whose a goal was and is; with the round where it is of that alone, and how it ended. */
export function ownerNote(before: unknown, after: unknown): string {
  type Said = { readonly name?: string; readonly how?: string; readonly ended?: string | null };
  const { owners: were = [], was } = (before ?? {}) as { owners?: readonly Said[]; was?: Said };
  const { owners: are = [], task = '' } = (after ?? {}) as { owners?: readonly Said[]; task?: string };
  const now = are.find(({ name }) => name !== undefined);
  const earlier = was?.name ?? were.find(({ ended }) => ended === null)?.name;
  const named = readTaskId(task);
  const round = named && now?.how === 'begun' ? `（${KIND_WORDS[named.kind]}）` : '';
  if (now?.ended) return `${now.name} → なし（${OWNER_ENDS[now.ended] ?? now.ended}）${round}`;
  return `${earlier ?? 'なし'} → ${now?.name ?? 'なし'}${round}`;
}

/** 80人 → 60人（reason): what a target was, is to be, and why. */
export function targetNote(after: unknown): string {
  const { before, after: to, reason } = (after ?? {}) as Partial<TargetChange>;
  return `${before} → ${to}（${reason}）`;
}

const OWNER_ENDS: Readonly<Record<string, string>> = { term: '任期の終わり', lapsed: '3営業日回答なし' };

/** No.3 期末 for a report, R5 期末 for a round; for anything else its id. */
export function subjectWords({ subject, sectionId }: Pick<ChainedEntry, 'subject' | 'sectionId'>): string {
  const [at = ''] = subject.split('/', 1);
  // Evidence: what was done says so, here stands the goal in a round, or the memo.
  if (at !== subject && (readTaskId(at) || isMemoId(at))) return subjectWords({ subject: at, sectionId });
  if (isMemoId(subject)) return '実績メモ';
  // A change of a target: its indicator, and when it was asked for.
  if (at !== subject)
    return `${subjectWords({ subject: subject.split('.').slice(0, 3).join('.'), sectionId })} 目標`;
  const task = readTaskId(subject);
  const round = /^(\d{4})-(targets|midyear|yearend)$/u.exec(subject);
  if (round) return `${fiscalYearShort(Number(round[1]))} ${KIND_WORDS[round[2] as RoundKind]}`;
  if (task) {
    const no = subject.slice(0, subject.lastIndexOf(':')).split('.').at(-1) ?? '';
    return `${fiscalYearShort(task.fiscalYear)} ${KIND_WORDS[task.kind]} No.${no.split('_', 1)[0]}`;
  }
  const goal = /^[\w-]+\.(\d{4})\.([\w-]+)$/u.exec(subject);
  if (goal) return `${fiscalYearShort(Number(goal[1]))} No.${goal[2]!.split('_', 1)[0]}`;
  const sheet = /^[\w-]+\.(\d{4})$/u.exec(subject);
  if (sheet) return `${fiscalYearShort(Number(sheet[1]))} シート`;
  return subject === sectionId ? '' : (SUBJECT_WORDS[subject] ?? subject);
}

const KIND_WORDS: Readonly<Record<RoundKind, string>> = {
  targets: '目標設定',
  midyear: '中間',
  yearend: '期末',
};
const SUBJECT_WORDS: Readonly<Record<string, string>> = {
  roster: '名簿',
  calendar: '暦',
  plan: '計画の一覧',
  record: '記録',
  history: '履歴',
  notices: 'お知らせ',
};
