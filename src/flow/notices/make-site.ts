/** The published pages of a year as a file in a chat. */
import { fiscalYearName, fiscalYearShort } from '../../core/calendar/japanese-dates.js';
import { messageCard } from '../../core/cards/message.js';
import type { WantedSite } from '../../core/report/file-request.js';
import type { Language } from '../../core/text/language.js';
import { roundWords } from '../../core/wording/coordinator/rounds.js';
import { evidenceWords } from '../../core/wording/evidence/evidence.js';
import type { MadeFile } from '../file-ports.js';

export type MadeSite =
  | { readonly kind: 'made'; readonly bytes: Uint8Array; readonly files: number; readonly content: string }
  /** larger than what is sent into a chat */
  | { readonly kind: 'too_large' }
  /** so many files differ from those published before, for which nobody has given a reason */
  | { readonly kind: 'changed'; readonly files: number }
  | { readonly kind: 'none' }
  | {
      /** `unpublished`: reported here, and named as published before Maru */
      readonly kind: 'unpublished' | 'unapproved';
      readonly sheets: readonly { readonly section: string; readonly fiscalYear: number }[];
    }
  /** files that are to go out with them are missing, or are not what was handed over */
  | {
      readonly kind: 'lacking';
      readonly evidence: readonly { readonly section: string; readonly name: string }[];
    };

/** Makes the pages of a year as a .zip, and enters that they were. */
export type MakeSite = (wanted: Pick<WantedSite, 'fiscalYear' | 'by'>, now: Date) => Promise<MadeSite>;

export async function makeSiteFile(make: MakeSite, wanted: WantedSite, now: Date): Promise<MadeFile> {
  const { language, fiscalYear } = wanted;
  const words = roundWords(language).site;
  const year = language === 'ja' ? fiscalYearName(fiscalYear) : `FY${fiscalYear}`;
  const short = fiscalYearShort(fiscalYear);
  const told = (title: string, ...lines: string[]): MadeFile => ({
    kind: 'told',
    card: messageCard(language, title, lines),
  });
  const made = await make(wanted, now);
  switch (made.kind) {
    case 'made':
      return {
        kind: 'made',
        draft: false,
        content: made.content,
        file: {
          name: words.fileName(short),
          bytes: made.bytes,
          language,
          title: words.title(year),
          comment: words.comment(year, made.files, short),
        },
      };
    case 'too_large':
      return told(words.tooLarge(year), words.command(short, false));
    case 'changed':
      return told(words.changed(year, made.files), words.command(short, true));
    case 'none':
      return told(words.none(year));
    case 'unpublished': {
      const years = [...new Set(made.sheets.map((one) => fiscalYearShort(one.fiscalYear)))];
      return told(words.unpublished(year), named(made.sheets, language), words.publishFirst(years));
    }
    case 'unapproved':
      return told(words.unapproved(year), named(made.sheets, language));
    case 'lacking':
      return told(
        evidenceWords(language).lacking,
        made.evidence.map(({ section, name }) => `${section} ${name}`).join(language === 'ja' ? '、' : ', '),
      );
    default:
      return made satisfies never;
  }
}

/** Names of sheets shown in a sentence. */
const SHOWN = 10;

function named(sheets: readonly { readonly section: string }[], language: Language): string {
  const names = sheets.slice(0, SHOWN).map(({ section }) => section);
  return [...names, ...(sheets.length > SHOWN ? ['…'] : [])].join(language === 'ja' ? '、' : ', ');
}
