/** Changes of targets that wait: for whose decision, and in whose section they were asked for. */
import type { WaitingTarget } from '../../../core/cards/year/target-change.js';
import { stepAt } from '../../../core/organization/route.js';
import { entitledIn, reportsFor, running } from '../../../core/organization/terms.js';
import { storedTargetChange } from '../../../core/report/year/stored-target-change.js';
import type { Db } from '../connection/pool.js';
import { loadRoute } from '../roster/route-titles.js';
import { loadCoordinators, loadPosts } from '../rounds/section-rounds.js';
import { readSections } from '../sheets/status.js';

/** Those that wait for a person's decision, and those of the sections the person reports for, the oldest first. */
export async function targetsConcerning(
  db: Db,
  personId: string,
  today: string,
): Promise<(WaitingTarget & { readonly reports: boolean })[]> {
  const { rows } = await db.query<{ id: string; body: unknown }>(
    `select id, body from target_changes where state = 'asked' order by body->'by'->>'at', id`,
  );
  if (rows.length === 0) return [];
  const sections = await readSections(db);
  const coordinators = await loadCoordinators(db, today);
  const found: (WaitingTarget & { readonly reports: boolean })[] = [];
  for (const { id, body } of rows) {
    const change = storedTargetChange.read(body, { table: 'target_changes', id });
    const section = sections.find((one) => one.id === change.sectionId);
    const step = section && stepAt(section.route, change.approvals.length);
    if (!section || !step) continue;
    const posts = await loadPosts(db, [section.id, section.parentId ?? section.id], today);
    const chain = { section, posts };
    const entitled = entitledIn(chain, step.role, today, change.by.personId);
    // Where nobody may decide 事務局 does.
    const asked =
      entitled.length > 0 ? entitled : coordinators.flatMap(({ holders }) => running(holders, today));
    const decides = asked.some((one) => one.personId === personId);
    const reports = reportsFor(chain, personId, today);
    if (decides || reports)
      found.push({ section, route: await loadRoute(db, section), change, decides, reports });
  }
  return found;
}
