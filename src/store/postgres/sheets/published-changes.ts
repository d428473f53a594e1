/** An import that changes a sheet after its publication (公表): what was printed goes into its 正誤表, with the reason. */
import { cityDate } from '../../../core/calendar/working-days.js';
import type { Erratum } from '../../../core/report/errata.js';
import type { FinishedSheet } from '../../../core/report/finished-sheet.js';
import { sheetErrata } from '../../../core/report/sheet-errata.js';
import type { Sheet } from '../../../core/sheet/sheet.js';
import type { Words } from '../../../core/text/language.js';
import { onOneLine } from '../../../core/text/text.js';
import type { Db } from '../connection/pool.js';
import { readFinished } from './finished.js';
import { SheetRefused } from './sheet-refused.js';

/** Printed texts of published sheets would change, and nobody has said why. */
class PublishedChanged extends SheetRefused {
  override readonly name = 'PublishedChanged';
}

/** A sheet that has been published, as it would be printed now; null for any other. */
export async function printed(db: Db, sectionId: string, fiscalYear: number): Promise<FinishedSheet | null> {
  // The row of the sheet is held: a publication is through, or comes after this import and prints what it brings.
  const { rowCount } = await db.query(
    'select 1 from publications where section_id = $1 and fiscal_year = $2 limit 1',
    [sectionId, fiscalYear],
  );
  return rowCount === 0 ? null : ((await readFinished(db, fiscalYear, [sectionId]))[0]?.sheet ?? null);
}

/** What this import changed in the print of a published sheet, kept for its 正誤表. */
export async function keepErrata(
  db: Db,
  was: FinishedSheet | null,
  { sheetId, sectionId, fiscalYear }: { sheetId: string; sectionId: string; fiscalYear: number },
  { reason, now }: { readonly reason?: string; readonly now: Date },
): Promise<Erratum[]> {
  const is = was && (await printed(db, sectionId, fiscalYear));
  if (!is) return [];
  const errata = sheetErrata(was, is, { reason: reason ?? '', correctedOn: cityDate(now) });
  if (errata.length > 0)
    await db.query('update sheets set errata = errata || $2::jsonb where id = $1', [
      sheetId,
      JSON.stringify(errata),
    ]);
  return errata;
}

/** One line about a printed text that would change. */
export function erratumLine({ goalNo, indicator, word, before, after }: Erratum, { header }: Sheet): Words {
  const where = [
    `${header.organization.text}（${header.fiscalYear.text}）`,
    ...(goalNo === '' ? [] : [`No.${goalNo}`]),
    ...(indicator === '' ? [] : [`「${indicator}」`]),
    word ?? '',
  ].join(' ');
  const line = onOneLine(`${where}: ${before && `「${before}」`} → ${after && `「${after}」`}`);
  return { ja: line, en: line };
}

export function publishedChanged(changes: readonly Words[]): PublishedChanged {
  const lines = (language: 'ja' | 'en') => changes.map((one) => one[language]);
  return new PublishedChanged({
    ja: [
      '公表したシートの文が変わるため、何も取り込んでいません。',
      ...lines('ja'),
      '訂正として取り込むときは、正誤表に載せる理由を --reason に書いて、もう一度実行してください。',
    ].join('\n'),
    en: [
      'Nothing was imported: texts of published sheets would change.',
      ...lines('en'),
      'To import them as errata (訂正), give the reason for the list of errata with --reason.',
    ].join('\n'),
  });
}
