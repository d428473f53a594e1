/** 目標の変更 in the record: what may be changed, asked for and decided, each in the transaction of its command. */
import { fiscalYearOf } from '../../../core/calendar/japanese-dates.js';
import { reportingPost } from '../../../core/decision/decide.js';
import type { Refusal } from '../../../core/decision/outcome/refusal.js';
import { decideTarget, type TargetsCommand } from '../../../core/decision/year/decide-target.js';
import { type OwedNotice, owed } from '../../../core/notice/notice.js';
import type { Actor } from '../../../core/organization/people.js';
import { isReported } from '../../../core/report/report.js';
import { storedTargetChange } from '../../../core/report/year/stored-target-change.js';
import {
  approvedChanges,
  asPrinted,
  type TargetChange,
  type TargetItem,
  targetInForce,
} from '../../../core/report/year/target-change.js';
import { plainNumber, taskIdOf } from '../../../core/sheet/ids.js';
import type { Sheet } from '../../../core/sheet/sheet.js';
import { lockAbout } from '../connection/lock-about.js';
import type { Db } from '../connection/pool.js';
import type { Done } from '../ledger/done.js';
import { appendHistory } from '../ledger/history.js';
import { owe } from '../ledger/owed-notices.js';
import type { Door } from '../ledger/recorded-by.js';
import { loadCoordinators, loadPosts } from '../rounds/section-rounds.js';
import { type LoadedSheet, loadSheets } from '../sheets/load-sheets.js';

/** What waits here while another decides about the same. */
export const targetSubject = (command: TargetsCommand): string | null =>
  command.kind === 'show_targets'
    ? null
    : command.kind === 'ask_target'
      ? `target ${command.indicator}`
      : `target ${command.change.split('/')[0]}`;

const refused = (refusal: Refusal): Done => ({ outcome: { ok: false, refusal } });

export async function carryOutTarget(
  db: Db,
  command: TargetsCommand,
  of: { readonly actor: Actor; readonly door: Door; readonly now: Date; readonly today: string },
): Promise<Done> {
  const { actor, door, now, today } = of;
  if (command.kind === 'show_targets') return listed(db, actor, today, command.goal);
  const meant = command.kind === 'ask_target' ? null : await readChange(db, command.change);
  const indicatorId = command.kind === 'ask_target' ? command.indicator : meant?.indicatorId;
  const [sectionId = '', year = ''] = indicatorId?.split('.') ?? [];
  const fiscalYear = Number(year);
  if (indicatorId === undefined || !Number.isSafeInteger(fiscalYear) || fiscalYear === 0)
    return refused({ reason: 'not_found' });
  // A result that is being submitted for the goal comes before this or after it.
  const [sheet] = await loadSheets(db, [sectionId], { fiscalYear });
  const item = sheet && itemsOf(sheet).find((one) => one.indicatorId === indicatorId);
  if (!sheet || !item) return refused({ reason: 'not_found' });
  await lockAbout(db, item.yearEndId);
  const [fresh] = await loadSheets(db, [sectionId], { fiscalYear });
  const indicator = fresh && itemsOf(fresh).find((one) => one.indicatorId === indicatorId);
  if (!indicator) return refused({ reason: 'not_found' });
  const { section } = sheet;
  const decision = decideTarget(
    {
      actor,
      section,
      posts: await loadPosts(db, [section.id, section.parentId ?? section.id], today),
      coordinators: await loadCoordinators(db, today),
      today,
      now: now.toISOString(),
      ...door,
      indicator,
      yearEnd: fresh.reports.find(({ id }) => id === item.yearEndId) ?? null,
      change: meant ?? indicator.waits,
      newId: `${indicatorId}/${now.getTime()}`,
    },
    command,
  );
  if (!decision.ok) return { outcome: decision.outcome };
  const { change, entry, owed: notices, outcome } = decision;
  await db.query(
    `insert into target_changes (id, section_id, sheet_id, indicator_id, state, body) values ($1, $2, $3, $4, $5, $6)
     on conflict (id) do update set state = $5, body = $6`,
    [
      change.id,
      section.id,
      sheet.id,
      indicatorId,
      change.state,
      JSON.stringify(storedTargetChange.write(change)),
    ],
  );
  // Every message that asked somebody to decide about it follows it.
  await db.query(
    `update notices set wanted = wanted + 1 where kind = 'decide_target' and about->>'changeId' = $1
       and settled = wanted and ref_id is not null`,
    [change.id],
  );
  await owe(db, [...notices, ...(change.state === 'approved' ? rootCards(sheet, now, today) : [])]);
  return { outcome, after: () => appendHistory(db, [entry]) };
}

type Item = TargetItem & { readonly goalId: string; readonly yearEndId: string };

/** Every indicator of a sheet with its target in force. */
function itemsOf(sheet: LoadedSheet): Item[] {
  const changes = sheet.targetChanges ?? [];
  return sheet.sheet.goals.flatMap((goal, place) => {
    const { goalId, indicatorIds } = sheet.numbering[place]!;
    const yearEndId = taskIdOf(goalId, 'yearend');
    const yearEnd = sheet.reports.find(({ id }) => id === yearEndId) ?? null;
    return goal.indicators.map((indicator, at): Item => {
      const indicatorId = indicatorIds[at]!;
      return {
        goalId,
        yearEndId,
        indicatorId,
        goalNo: goal.no,
        section: sheet.section.name,
        indicator: indicator.name,
        ...targetInForce(indicator.target, approvedChanges(changes, indicatorId)),
        waits: changes.find((one) => one.state === 'asked' && one.indicatorId === indicatorId) ?? null,
        reported: isReported(yearEnd),
      };
    });
  });
}

/** Of this fiscal year's sheets of the sections that the actor reports for. */
async function listed(db: Db, actor: Actor, today: string, goal: string): Promise<Done> {
  const sections = [...new Set(actor.posts.map(({ sectionId }) => sectionId))].filter((id) =>
    reportingPost(actor, id),
  );
  const sheets = await loadSheets(db, sections, { fiscalYear: fiscalYearOf(today) });
  const items = sheets
    .flatMap(itemsOf)
    .filter(({ goalNo }) => goal === '' || plainNumber(goalNo) === plainNumber(goal))
    .map(({ goalId: _, yearEndId: __, ...item }) => item);
  return { outcome: { ok: true, goalNo: goal, version: 0, complete: false, targets: items } };
}

export async function readChange(db: Db, id: string): Promise<TargetChange | null> {
  const { rows } = await db.query<{ body: unknown }>('select body from target_changes where id = $1', [id]);
  return rows[0] ? storedTargetChange.read(rows[0].body, { table: 'target_changes', id }) : null;
}

/** The root cards of rounds that run say the new target. */
function rootCards({ rounds, section }: LoadedSheet, now: Date, today: string): OwedNotice[] {
  return rounds
    .filter(({ state, opensOn }) => state === 'open' && opensOn <= today)
    .map(({ id }) =>
      owed({ kind: 'summary', sectionId: section.id, roundId: id }, section.id, now.toISOString()),
    );
}

/** A sheet that is imported with the targets it was printed with: one that went out from here says what they are now. */
export async function withPrintedTargets(db: Db, sheetId: string, sheet: Sheet): Promise<Sheet> {
  const { rows } = await db.query<{ id: string; body: unknown }>(
    `select id, body from target_changes where sheet_id = $1 and state = 'approved'`,
    [sheetId],
  );
  if (rows.length === 0) return sheet;
  const changes = rows.map(({ id, body }) => storedTargetChange.read(body, { table: 'target_changes', id }));
  return {
    ...sheet,
    goals: sheet.goals.map((goal) => ({
      ...goal,
      indicators: goal.indicators.map((one) => ({ ...one, target: asPrinted(one.target, changes) })),
    })),
  };
}
