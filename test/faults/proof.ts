/** What must be true of a town after everything that was done to it, against a plain model of what people did. */
import { cardWords } from '../../src/core/wording/cards.js';
import { effectsLeft } from '../../src/store/redis/effects.js';
import { DECISIONS, type Done, type Goal, type Ledger, type Texts } from './ledger.js';
import type { Screens, Standing } from './screens.js';
import { ROUND, type Section, type Town } from './town.js';

const MANY = 10_000;
const words = cardWords('ja');
/** What stands on the card of a goal in each state. */
const SAYS: Readonly<Record<Exclude<Goal['state'], 'open'>, string>> = {
  submitted: words.state.submitted,
  approved: words.state.approved,
  returned: words.state.returned,
  withdrawn: words.withdrawn,
};

/** What the coordinator is told of: given up, or in doubt. */
export type Reported = ReadonlySet<string>;

/** Every promise that does not hold, one sentence each. Call when nothing is owed any more. */
export async function brokenPromises(
  town: Town,
  screens: Screens,
  ledger: Pick<Ledger, 'goals' | 'unfinished' | 'files'>,
): Promise<{ broken: string[]; reported: Reported }> {
  const undelivered = await town.notices.undelivered(town.clock.now(), 0, MANY);
  const reported = new Set(undelivered.filter(({ givenUp }) => givenUp).map(({ key }) => key));
  const goals = ledger.goals();
  const bySection = new Map<Section, Goal[]>();
  for (const goal of goals) bySection.set(goal.section, [...(bySection.get(goal.section) ?? []), goal]);
  const broken = [...(await wrongRows(town, goals)), ...(await lostDrafts(town, ledger.unfinished))];
  for (const [section, own] of bySection) {
    broken.push(...(await wrongReports(town, section, own)));
    broken.push(...wrongCards(screens, section, own, reported));
  }
  for (const { person, on, asked } of ledger.files()) {
    const found = screens.filesIn(person, on);
    if (found < asked) broken.push(`${person.id} asked for ${asked} files on ${on} and got ${found}`);
  }
  const { found, replayed } = await town.record.verifyRecord();
  if (found) broken.push(`the history is broken: ${JSON.stringify(found)}`);
  for (const one of replayed?.unexplained ?? [])
    broken.push(`the history does not explain the record: ${JSON.stringify(one)}`);
  const left = await effectsLeft(town.redis);
  if (left > 0) broken.push(`${left} effects were never done`);
  return { broken, reported };
}

const named = ({ section, no }: Goal) => `section ${section.n} goal ${no}`;

/** Every version of a report once, and every row of the history about it once. */
async function wrongRows(town: Town, goals: readonly Goal[]): Promise<string[]> {
  const broken: string[] = [];
  const versions = new Map<string, number[]>();
  const { rows: kept } = await town.pool.query<{ id: string; version: number }>(
    'select report_id as id, version from report_versions order by version',
  );
  for (const { id, version } of kept) versions.set(id, [...(versions.get(id) ?? []), version]);
  const { rows } = await town.pool.query<{ id: string; action: Done; n: number }>(
    'select subject as id, action, count(*)::int as n from history where action = any($1) group by 1, 2',
    [DECISIONS],
  );
  const entered = new Map(rows.map(({ id, action, n }) => [`${id} ${action}`, n]));
  const known = new Set(goals.map(({ id }) => id));
  for (const id of new Set([...versions.keys(), ...rows.map((row) => row.id)]))
    if (!known.has(id)) broken.push(`report ${id} was entered and nobody did anything with it`);
  for (const goal of goals) {
    const more = goal.unsure === 'submitted' ? 1 : 0;
    const found = versions.get(goal.id) ?? [];
    const isRight = found.every((version, i) => version === i + 1);
    if (!isRight || found.length < goal.version || found.length > goal.version + more)
      broken.push(`${named(goal)} has versions ${found.join(', ')} instead of 1 to ${goal.version}`);
    for (const what of DECISIONS) {
      const n = entered.get(`${goal.id} ${what}`) ?? 0;
      const wanted = goal.done[what];
      if (n !== wanted && !(goal.unsure === what && n === wanted + 1))
        broken.push(`${named(goal)} was entered ${n} times as ${what} instead of ${wanted}`);
    }
  }
  return broken;
}

/** Each report with the texts that were acknowledged, in the state it was brought to. */
async function wrongReports(town: Town, section: Section, own: readonly Goal[]): Promise<string[]> {
  const broken: string[] = [];
  const tasks = await town.record.sectionTasks(section.id, ROUND);
  for (const goal of own) {
    const report = tasks.find((task) => task.goalNo === goal.no)?.report;
    const state = report?.state ?? 'open';
    if (!goal.unsure && state !== goal.state)
      broken.push(`${named(goal)} is ${state} instead of ${goal.state}`);
    const [answer] = report?.content.answers ?? [];
    const kept = report ? [answer?.result, answer?.status, report.content.nextPolicy] : null;
    const may = [goal.texts, ...(goal.unsure === 'submitted' ? [goal.maybe] : [])].map(listed);
    if (!may.includes(JSON.stringify(kept)))
      broken.push(`${named(goal)} keeps ${JSON.stringify(kept)} instead of ${may.join(' or ')}`);
  }
  return broken;
}

const listed = (texts: Texts | null) =>
  JSON.stringify(texts ? [texts.result, texts.status, texts.policy] : null);

async function lostDrafts(town: Town, unfinished: Ledger['unfinished']): Promise<string[]> {
  const broken: string[] = [];
  for (const { section, no, ...typed } of unfinished) {
    const { desk } = await town.drafts.load(section.staff.id);
    const draft = desk.drafts[section.reports.get(no)!];
    const [answer] = Object.values(draft?.answers ?? {});
    const kept = { result: answer?.result, status: answer?.status, policy: draft?.policy };
    for (const [field, text] of Object.entries(typed))
      if (kept[field as keyof typeof kept] !== text)
        broken.push(`section ${section.n} goal ${no}: the draft lost ${field} ${JSON.stringify(text)}`);
  }
  return broken;
}

/** One root card, under it one card for each goal as it is now, and each return told once; what is missing is known to be in doubt. */
function wrongCards(screens: Screens, section: Section, own: readonly Goal[], reported: Reported): string[] {
  const broken: string[] = [];
  const inChannel = screens.standing({ section }).filter(({ text }) => !text.includes(DIGEST_TITLE));
  const one = (what: string, key: string, found: readonly Standing[]): Standing | null => {
    if (found.length > 1)
      broken.push(`section ${section.n} on ${section.on}: ${found.length} cards of ${what}`);
    if (found.length === 0 && !(section.on === 'teams' && reported.has(key)))
      broken.push(`section ${section.n} on ${section.on}: no card of ${what}, and nobody was told`);
    return found.length === 1 && !reported.has(key) ? found[0]! : null;
  };
  const submitted = own.filter(({ version, unsure }) => version > 0 && unsure !== 'submitted');
  if (submitted.length > 0) one('the section', `summary/${section.id}/${ROUND}`, inChannel.filter(isRoot));
  for (const goal of submitted) {
    const { id, no, state, version, unsure } = goal;
    const of = ({ key, text }: Standing) =>
      key === null ? text.includes(`No.${no} `) : key === `approval/${id}`;
    const cards = inChannel.filter((standing) => !isRoot(standing) && of(standing));
    // One in doubt is posted anew for a goal that waits anew: whoever decides must see what they decide on.
    const anew = section.on === 'teams' ? version - 1 + goal.done.approval_undone : 0;
    const card = one(`goal ${no}`, `approval/${id}`, cards.slice(Math.min(anew, cards.length - 1)));
    if (!card || unsure || state === 'open') continue;
    if (!card.text.includes(SAYS[state])) broken.push(`${named(goal)}: its card does not say ${SAYS[state]}`);
    const versions = card.buttons.flatMap(({ action }) => (action.do === 'approve' ? [action.v] : []));
    const wanted = state === 'submitted' ? [version] : [];
    if (versions.join() !== wanted.join())
      broken.push(`${named(goal)}: its card asks to approve version ${versions} instead of ${wanted}`);
  }
  for (const goal of own) broken.push(...wronglyReturned(screens, goal, reported));
  return broken;
}

/** Every comment of a return reached its writer, in one message. */
function wronglyReturned(screens: Screens, goal: Goal, reported: Reported): string[] {
  const { staff } = goal.section;
  return goal.comments.flatMap(({ version, comment }) => {
    const key = `returned/${goal.id}/${version}`;
    const told = (['slack', 'teams'] as const).flatMap((on) =>
      screens
        .standing({ person: staff, on })
        .filter((one) => one.key === key || (on === 'teams' && saysReturned(one.text, goal.no, version))),
    );
    const isThere = told.length === 1 || (told.length === 0 && reported.has(key));
    return isThere
      ? []
      : [`${named(goal)}: the return of version ${version} stands ${told.length} times (${comment})`];
  });
}

/** The comment stands above the question it is answered by, too. */
const saysReturned = (text: string, no: string, version: number) =>
  text.includes(words.returned.title(no)) && text.includes(`第${version}版`);

const DIGEST_TITLE = '今週の状況';

/** The root card of a section names every goal; where the platform carries the key of a notice, that says it. */
const isRoot = ({ key, text }: Standing) =>
  key === null ? text.includes('No.1 ') && text.includes('No.4 ') : key.startsWith('summary/');
