/** The list in which the directions of a file that was sent are decided: a page of it, each with its proposal. */
import { DIRECTIONS, type DirectionRow } from '../../sheet/direction.js';
import type { DirectionPage } from '../../sheet/direction-page.js';
import type { UploadDirections } from '../../sheet/upload.js';
import type { Language } from '../../text/language.js';
import { shorten } from '../../text/shorten.js';
import { fileWords } from '../../wording/files.js';
import { directionWords } from '../../wording/sent/directions.js';
import { encodeAction } from '../action.js';
import type { Button, Card } from '../card.js';
import { plainButton } from '../message.js';

/** Longest name and target shown of an indicator, in UTF-16 units. */
const NAME_SHOWN = 120;
const TARGET_SHOWN = 60;

type Row = Pick<DirectionRow, 'organization' | 'no' | 'name' | 'target' | 'likely' | 'chosen'>;

function proposalOf({ likely, chosen }: Row, language: Language): string {
  const words = directionWords(language);
  if (chosen !== undefined) return words.chosen(words.way[chosen]);
  return likely === null ? words.noProposal : words.proposal(words.way[likely]);
}

const nameOf = ({ organization, no, name }: Row, language: Language): string =>
  directionWords(language).row(organization, no, shorten(name, NAME_SHOWN));

/** A page of the list, with a button for each direction. */
export function directionsCard(page: DirectionPage, language: Language): Card {
  const words = directionWords(language);
  const { upload, rows, waiting, proposed, count, decided } = page;
  const turn = (to: number, id: string, title: string) =>
    plainButton(id, title, encodeAction('show_directions', upload, to));
  const isChanged = waiting < count;
  return {
    name: 'tasks',
    language,
    view: {
      title: words.title(page.file),
      lines: [
        ...(decided ? [words.decided(decided)] : []),
        waiting === 0 ? words.allDecided : words.counts(count, waiting),
        ...(waiting > 0 ? [words.howAsked] : []),
        ...(page.pages > 1 ? [words.page(page.page + 1, page.pages)] : []),
      ],
      items: rows.map((row) => ({
        title: nameOf(row, language),
        state: proposalOf(row, language),
        detail: words.target(shorten(row.target, TARGET_SHOWN)),
        buttons: wayButtons(row, upload, language),
      })),
      buttons: [
        ...(proposed > 0
          ? [
              plainButton(
                'proposed',
                words.asProposed(proposed),
                encodeAction('propose_directions', upload, page.page),
                isChanged ? 'default' : 'primary',
              ),
            ]
          : []),
        ...(isChanged
          ? [
              plainButton(
                'import',
                fileWords(language).take,
                encodeAction('import_upload', upload, 0, page.seen),
                'primary',
              ),
            ]
          : []),
        ...(page.page + 1 < page.pages ? [turn(page.page + 1, 'next', words.next)] : []),
        ...(page.page > 0 ? [turn(page.page - 1, 'previous', words.previous)] : []),
        plainButton('table', words.table, encodeAction('direction_table', upload)),
      ],
    },
  };
}

function wayButtons(row: DirectionPage['rows'][number], upload: string, language: Language): Button[] {
  const words = directionWords(language);
  return DIRECTIONS.filter((way) => way !== row.chosen).map((way) => ({
    ...plainButton(
      `way-${row.at}-${way}`,
      words.way[way],
      encodeAction('choose_direction', upload, row.at, way),
    ),
    label: words.wayLabel(words.way[way], row.name),
  }));
}

/** What a preview says of them: how many, and the first with their proposals. */
export function directionLines({ waiting, proposed, decided, first }: UploadDirections, language: Language) {
  const words = directionWords(language);
  const { item } = fileWords(language);
  const more = waiting - first.length;
  return [
    ...(waiting > 0 ? [words.unknown(waiting, proposed)] : []),
    ...first.map((row) =>
      item(
        words.line(
          nameOf(row, language),
          words.target(shorten(row.target, TARGET_SHOWN)),
          proposalOf(row, language),
        ),
      ),
    ),
    ...(more > 0 ? [item(words.more(more))] : []),
    ...(waiting > 0 ? [words.howAsked] : []),
    ...(decided > 0 ? [words.willDecide(decided)] : []),
  ];
}

/** What can be done about them from a preview. */
export function directionButtons(
  upload: string,
  { waiting, proposed }: UploadDirections,
  language: Language,
) {
  const words = directionWords(language);
  if (waiting === 0) return [];
  return [
    plainButton('directions', words.open(waiting), encodeAction('show_directions', upload)),
    ...(proposed > 0
      ? [plainButton('proposed', words.asProposed(proposed), encodeAction('propose_directions', upload))]
      : []),
    plainButton('table', words.table, encodeAction('direction_table', upload)),
  ];
}
