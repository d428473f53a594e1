/** The cards about a file that somebody sent: what was read in it before it is entered, and what became of it. */
import type { UploadedSheet, UploadReading } from '../sheet/upload.js';
import type { Language } from '../text/language.js';
import { fileWords } from '../wording/files.js';
import { directionWords } from '../wording/sent/directions.js';
import { encodeAction } from './action.js';
import type { Card } from './card.js';
import { directionButtons, directionLines } from './files/directions.js';
import { messageCard, plainButton } from './message.js';

/** What was read in a file and what entering it would do, with 取り込む and やめる. */
export function uploadPreviewCard(upload: string, reading: UploadReading, language: Language): Card {
  const words = fileWords(language);
  const total = countsOf(reading);
  const nothingNew = total.new + total.changed === 0;
  const lines = [
    reading.ofTable
      ? directionWords(language).ofTable(reading.directions?.decided ?? 0, total.changed)
      : words.sheets(total.new + total.changed + total.unchanged),
    ...reading.sheets.flatMap((sheet) => sheetLines(sheet, words.outcome[sheet.outcome], language)),
    ...moreLine(reading, language),
    ...(reading.warnings ?? []).map((one) => one[language]),
    ...(reading.irregular > 0 ? [words.irregular(reading.irregular)] : []),
    ...reading.remarks.map((remark) => words.item(remark[language])),
    ...checkLines(reading, language),
    ...(reading.directions && !reading.ofTable ? directionLines(reading.directions, language) : []),
    ...(reading.notes.length > 0 ? [words.notes] : []),
    ...reading.notes.map((one) => words.item(one[language])),
    ...(nothingNew
      ? [reading.ofTable ? directionWords(language).nothingNew : words.nothingNew]
      : total.changed > 0
        ? [words.keeps]
        : []),
  ];
  return messageCard(language, words.previewTitle(reading.file), lines, [
    ...(nothingNew
      ? []
      : [
          plainButton(
            'import',
            words.take,
            encodeAction('import_upload', upload, 0, reading.seen),
            'primary',
          ),
        ]),
    ...(reading.directions ? directionButtons(upload, reading.directions, language) : []),
    plainButton('drop', words.drop, encodeAction('drop_upload', upload)),
  ]);
}

/** What was entered. */
export function uploadImportedCard(reading: UploadReading, language: Language): Card {
  const words = fileWords(language);
  const { directions } = reading;
  return messageCard(language, words.importedTitle(reading.file), [
    ...reading.sheets.map((sheet) =>
      words.line(sheetName(sheet, language), words.outcomeDone[sheet.outcome]),
    ),
    ...moreLine(reading, language),
    ...(directions && directions.decided > 0 ? [directionWords(language).imported(directions.decided)] : []),
    ...(directions && directions.waiting > 0 ? [directionWords(language).left(directions.waiting)] : []),
  ]);
}

/** What does not fit in the sheets; there is more of it than is read in a chat where a whole city is in one file. */
function checkLines({ checks }: UploadReading, language: Language): string[] {
  if (!checks || checks.count === 0) return [];
  const words = fileWords(language);
  const more = checks.count - checks.first.length;
  return [
    words.checks(checks.count),
    ...checks.first.map((one) => words.item(one[language])),
    ...(more > 0 ? [words.item(words.moreChecks(more))] : []),
  ];
}

function sheetLines(sheet: UploadedSheet, outcome: string, language: Language): string[] {
  const words = fileWords(language);
  return [
    words.line(sheetName(sheet, language), outcome),
    ...sheet.changes.map((change) => words.item(change[language])),
    ...(sheet.moreChanges > 0 ? [words.item(words.moreChanges(sheet.moreChanges))] : []),
  ];
}

function sheetName({ section, fiscalYear, goals, indicators }: UploadedSheet, language: Language): string {
  const words = fileWords(language);
  return words.sheet(section, words.year(fiscalYear), goals, indicators);
}

function moreLine({ more }: UploadReading, language: Language): string[] {
  const words = fileWords(language);
  const counts = (['new', 'changed', 'unchanged'] as const).flatMap((outcome) =>
    more[outcome] > 0 ? [words.count(words.outcome[outcome], more[outcome])] : [],
  );
  return counts.length === 0 ? [] : [words.moreSheets(counts.join(words.comma))];
}

function countsOf({ sheets, more }: UploadReading): UploadReading['more'] {
  const of = (outcome: UploadedSheet['outcome']) =>
    more[outcome] + sheets.filter((sheet) => sheet.outcome === outcome).length;
  return { new: of('new'), changed: of('changed'), unchanged: of('unchanged') };
}
