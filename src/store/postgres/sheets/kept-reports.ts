/** What a changed sheet must leave where it is: the reports of its goals, and the cards of those that wait. */
import { approvalCardOwed, type OwedNotice } from '../../../core/notice/notice.js';
import { storedReport } from '../../../core/report/stored-report.js';
import { type EarlierSheet, type Numbering, numberSheet, unplacedReports } from '../../../core/sheet/ids.js';
import type { Sheet } from '../../../core/sheet/sheet.js';
import type { Words } from '../../../core/text/language.js';
import type { Db } from '../connection/pool.js';
import { loadClosures } from '../rounds/calendar.js';
import { rootCard } from '../rounds/root-card.js';

type StoredSheet = {
  readonly id: string;
  readonly section_id: string;
  readonly content: Sheet;
  readonly numbering: Numbering;
  readonly version: number;
};

/**
 * Numbers a changed sheet so that every report stays with its goal and every answer with its indicator; or says in
 * plain words which of them the changed sheet has no place for. No report of the year can come in between: whoever
 * submits waits for this transaction.
 */
export async function renumbered(db: Db, stored: StoredSheet, sheet: Sheet): Promise<Numbering | Words> {
  // Submitting locks its round for share.
  await db.query('select 1 from rounds where fiscal_year = $1 order by id for no key update', [
    stored.content.fiscalYear,
  ]);
  const { rows } = await db.query<{ id: string; goal_id: string; body: unknown }>(
    'select id, goal_id, body from reports where section_id = $1 and goal_id = any($2)',
    [stored.section_id, stored.numbering.map(({ goalId }) => goalId)],
  );
  const earlier: EarlierSheet = {
    sheet: stored.content,
    numbering: stored.numbering,
    version: stored.version,
    reported: new Set(
      rows.flatMap(({ id, goal_id, body }) => [
        goal_id,
        ...storedReport
          .read(body, { table: 'reports', id })
          .content.answers.map(({ indicatorId }) => indicatorId),
      ]),
    ),
  };
  const numbering = numberSheet(stored.id, sheet, earlier);
  const unplaced = unplacedReports(earlier, numbering);
  if (unplaced.length === 0) return numbering;
  const section = sheet.header.organization.text;
  const year = sheet.header.fiscalYear.text;
  const lines = unplaced.map(({ goal, indicator }): Words => {
    const what = oneLine(indicator?.name ?? goal.text);
    return indicator
      ? {
          ja: `${section}（${year}） No.${goal.no} の取組指標「${what}」には報告がありますが、新しいファイルのどの取組指標か決められません。`,
          en: `${section} (${sheet.fiscalYear}), No.${goal.no}: the indicator “${what}” has a report, and it cannot be told which indicator of the new file it is.`,
        }
      : {
          ja: `${section}（${year}） No.${goal.no} の目標「${what}」には報告がありますが、新しいファイルのどの目標か決められません。`,
          en: `${section} (${sheet.fiscalYear}), No.${goal.no}: the goal “${what}” has a report, and it cannot be told which goal of the new file it is.`,
        };
  });
  return {
    ja: [
      ...lines.map(({ ja }) => ja),
      '何も取り込んでいません。報告のある目標と取組指標は消さずに残し、番号を変えるときは文を元のまま、文を直すときは番号を元のまま、少しずつ直して取り込んでください。',
    ].join('\n'),
    en: [
      ...lines.map(({ en }) => en),
      'Nothing was imported. Keep the goals and indicators that have reports; when a No. changes leave the text as it was, when a text changes leave the No. as it was and change a few words at a time.',
    ].join('\n'),
  };
}

/** The cards of the sheet's reports that wait for approval: they show targets, and follow a change of them. */
export async function waitingCards(
  db: Db,
  sectionId: string,
  fiscalYear: number,
  now: Date,
): Promise<OwedNotice[]> {
  const { rows } = await db.query<{ id: string; round_id: string }>(
    `select id, round_id from reports
     where section_id = $1 and state = 'submitted' and round_id in (select id from rounds where fiscal_year = $2)`,
    [sectionId, fiscalYear],
  );
  return rows.map(({ id, round_id }) => approvalCardOwed(sectionId, round_id, id, now.toISOString()));
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** The root cards of a section in the rounds of a year that are open. */
export async function rootsOf(
  db: Db,
  { sectionId, fiscalYear }: { readonly sectionId: string; readonly fiscalYear: number },
  now: Date,
): Promise<OwedNotice[]> {
  const { rows } = await db.query<{ id: string; opens_on: string }>(
    `select id, opens_on::text from rounds where fiscal_year = $1 and state = 'open'`,
    [fiscalYear],
  );
  const closures = (await loadClosures(db, [sectionId]))(sectionId);
  return rows.map(({ id, opens_on }) => rootCard(sectionId, id, opens_on, now, closures));
}
