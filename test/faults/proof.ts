/** What must be true of a town after everything that was done to it, against a plain model of what people typed. */
import { cardOf, shown } from '../chat/teams/cards.js';
import type { Section, Town } from './town.js';

/** A goal as its writer knows it: what was acknowledged, in the order of the questions. */
export type Expected = {
  readonly section: Section;
  readonly no: string;
  readonly result: string;
  readonly status: string;
  readonly policy: string;
  readonly state: 'submitted' | 'approved' | 'not known';
};
/** A goal whose report was begun and never submitted: what must still be in the draft. */
export type Unfinished = {
  readonly section: Section;
  readonly no: string;
  readonly result?: string;
  readonly status?: string;
  readonly policy?: string;
};

const MANY = 10_000;

/** What the coordinator is told of: given up, or in doubt. */
export type Reported = ReadonlySet<string>;

/** Every promise that does not hold, one sentence each. Call when nothing is owed any more. */
export async function brokenPromises(
  town: Town,
  expected: readonly Expected[],
  unfinished: readonly Unfinished[] = [],
): Promise<{ broken: string[]; reported: Reported }> {
  const broken: string[] = [];
  const wrong = (...words: (string | number | undefined)[]) => void broken.push(words.join(' '));
  const undelivered = await town.notices.undelivered(town.clock.now(), 0, MANY);
  const reported = new Set(undelivered.filter(({ givenUp }) => givenUp).map(({ key }) => key));

  const versions = await rowsBy(
    town,
    'select report_id as id, count(*)::int as n from report_versions group by 1',
  );
  const submissions = await rowsBy(town, historyOf('submitted'));
  const approvals = await rowsBy(town, historyOf('approved'));
  const wanted = new Map(expected.map((one) => [one.section.reports.get(one.no)!, one]));
  for (const [id, n] of [...versions, ...submissions])
    if (!wanted.has(id)) wrong(`report ${id} was entered (${n}) and nobody submitted it`);
  for (const [id, one] of wanted) {
    const of = `section ${one.section.n} goal ${one.no}`;
    if (versions.get(id) !== 1) wrong(of, 'has', versions.get(id) ?? 0, 'versions instead of 1');
    if (submissions.get(id) !== 1) wrong(of, 'was entered', submissions.get(id) ?? 0, 'times as submitted');
    const decided = one.state === 'approved' ? [1] : one.state === 'submitted' ? [0] : [0, 1];
    if (!decided.includes(approvals.get(id) ?? 0))
      wrong(of, 'was entered', approvals.get(id) ?? 0, 'times as approved');
  }
  for (const section of town.sections) {
    const own = expected.filter((one) => one.section === section);
    if (own.length === 0) continue;
    const tasks = await town.record.sectionTasks(section.id, '2023-yearend');
    for (const { no, result, status, policy, state } of own) {
      const report = tasks.find((task) => task.goalNo === no)?.report;
      const of = `section ${section.n} goal ${no}`;
      const [answer] = report?.content.answers ?? [];
      const states = state === 'not known' ? ['submitted', 'approved'] : [state];
      if (!report || !states.includes(report.state))
        wrong(of, 'is', report?.state ?? 'not reported', 'instead of', state);
      const kept = [answer?.result, answer?.status, report?.content.nextPolicy];
      if (JSON.stringify(kept) !== JSON.stringify([result, status, policy]))
        wrong(of, 'keeps', JSON.stringify(kept), 'instead of', JSON.stringify([result, status, policy]));
    }
    broken.push(...cardsOf(town, section, own, reported));
  }
  for (const { section, no, ...typed } of unfinished) {
    const { desk } = await town.drafts.load(section.staff.id);
    const draft = desk.drafts[section.reports.get(no)!];
    const [answer] = Object.values(draft?.answers ?? {});
    const kept = { result: answer?.result, status: answer?.status, policy: draft?.policy };
    for (const [field, text] of Object.entries(typed))
      if (kept[field as keyof typeof kept] !== text)
        wrong(`section ${section.n} goal ${no}: the draft lost ${field} ${JSON.stringify(text)}`);
  }
  const found = await town.record.verifyHistory();
  if (found) wrong('the history is broken:', JSON.stringify(found));
  const left = await town.redis.hlen('maru:effects');
  if (left > 0) wrong(left, 'effects were never done');
  return { broken, reported };
}

const historyOf = (action: string) =>
  `select subject as id, count(*)::int as n from history where action = '${action}' group by 1`;

async function rowsBy(town: Town, sql: string): Promise<Map<string, number>> {
  const { rows } = await town.pool.query<{ id: string; n: number }>(sql);
  return new Map(rows.map(({ id, n }) => [id, n]));
}

/** One root card, and under it one card for each goal; one that is missing is known to be in doubt. */
function cardsOf(town: Town, section: Section, own: readonly Expected[], reported: Reported): string[] {
  const broken: string[] = [];
  const count = (what: string, key: string, found: number) => {
    if (found > 1) broken.push(`section ${section.n} on ${section.on}: ${found} cards of ${what}`);
    if (found === 0 && !(section.on === 'teams' && reported.has(key)))
      broken.push(`section ${section.n} on ${section.on}: no card of ${what}, and nobody was told`);
  };
  const root = `summary/${section.id}/2023-yearend`;
  const standing = section.on === 'slack' ? inSlack(town, section) : inTeams(town, section);
  count('the section', root, standing.roots);
  for (const { no } of own) {
    const id = section.reports.get(no)!;
    count(`goal ${no}`, `approval/${id}`, standing.of(id, no));
  }
  return broken;
}

type Standing = { readonly roots: number; of(report: string, no: string): number };

function inSlack(town: Town, section: Section): Standing {
  const messages = town.slack.channels.get(section.channel)?.messages ?? [];
  const keys = messages.map(({ metadata }) => String(metadata?.event_payload?.key ?? ''));
  return {
    roots: keys.filter((key) => key.startsWith('summary/')).length,
    of: (report) => keys.filter((key) => key === `approval/${report}`).length,
  };
}

function inTeams(town: Town, section: Section): Standing {
  const cards = town.connector.messages.filter(
    ({ conversation }) => conversation.split(';messageid=')[0] === section.channel,
  );
  const texts = cards.map((card) => shown(cardOf(card)).text).filter((text) => !text.includes(DIGEST_TITLE));
  return {
    roots: texts.filter(isRoot).length,
    of: (_report, no) => texts.filter((text) => !isRoot(text) && text.includes(`No.${no} `)).length,
  };
}

const DIGEST_TITLE = '今週の状況';

/** The root card of a section names every goal. */
const isRoot = (text: string) => text.includes('No.1 ') && text.includes('No.4 ');
