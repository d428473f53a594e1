/** A roster or a calendar that was sent: what changes before it is entered, and what was entered. */
import type { ListReading, UnclearFile } from '../../sheet/list-reading.js';
import type { Language } from '../../text/language.js';
import { fileWords } from '../../wording/files.js';
import { listWords } from '../../wording/sent/lists.js';
import { encodeAction } from '../action.js';
import type { Card } from '../card.js';
import { messageCard, plainButton } from '../message.js';

/** What changes, a page of it, with 取り込む and やめる. */
export function listPreviewCard(reading: ListReading, language: Language): Card {
  const words = listWords(language);
  const files = fileWords(language);
  const { kind, upload, file, seen, page, pages, count, questions, blocked } = reading;
  const turn = (to: number, id: string, title: string) =>
    plainButton(id, title, encodeAction('read_as', upload, to, kind));
  const isNew = count > 0;
  return messageCard(
    language,
    words.title[kind](file),
    [
      isNew ? words.notYet : words.nothingNew,
      ...reading.summary.map((one) => one[language]),
      ...(pages > 1 ? [words.page(page + 1, pages, count)] : []),
      ...reading.lines.map((one) => files.item(one[language])),
      ...(questions.length > 0 ? [words.ask] : []),
      ...questions.map((one) => files.item(one[language])),
      ...(blocked ? [words.blocked] : []),
      ...(reading.notes.length > 0 ? [files.notes] : []),
      ...reading.notes.map((one) => files.item(one[language])),
    ],
    [
      ...(isNew && !blocked
        ? [
            plainButton(
              'import',
              questions.length > 0 ? words.takeAsAsked : files.take,
              encodeAction('import_upload', upload, 0, `${seen} ${kind}`),
              'primary',
            ),
          ]
        : []),
      ...(page + 1 < pages ? [turn(page + 1, 'next', words.next)] : []),
      ...(page > 0 ? [turn(page - 1, 'previous', words.previous)] : []),
      plainButton('drop', files.drop, encodeAction('drop_upload', upload)),
    ],
  );
}

/** What was entered. */
export function listImportedCard({ kind, summary }: ListReading, language: Language): Card {
  return messageCard(
    language,
    listWords(language).done[kind],
    summary.map((one) => one[language]),
  );
}

/** Which of them it is: asked where a file has the headings of several. */
export function unclearFileCard({ upload, file, kinds }: UnclearFile, language: Language): Card {
  const words = listWords(language);
  return messageCard(
    language,
    words.unclear(file),
    [words.unclearLine],
    [
      ...kinds.map((kind) =>
        plainButton(`as-${kind}`, words.as[kind], encodeAction('read_as', upload, 0, kind)),
      ),
      plainButton('drop', fileWords(language).drop, encodeAction('drop_upload', upload)),
    ],
  );
}
