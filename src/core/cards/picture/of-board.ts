/** The picture of a board: a row for each department, or section of one, with how far it is and how it is rated. */
import { CHART_PARTS, type Chart, type ChartRow } from '../../board/chart.js';
import type { Scale } from '../../sheet/scale.js';
import type { Language } from '../../text/language.js';
import { shorten } from '../../text/shorten.js';
import { pictureWords } from '../../wording/city/picture.js';
import type { Picture } from '../card.js';

/** Below what any platform takes as a description, in UTF-16 units. */
const ALT_MAX = 1_000;

/** The picture; undefined when there is nothing to draw. */
export function pictureOf(
  chart: Chart | undefined,
  about: string,
  scale: Scale,
  language: Language,
): Picture | undefined {
  if (!chart || chart.rows.length === 0) return undefined;
  const words = pictureWords(language);
  const rows = chart.rows.map((row): Picture['rows'][number] => ({
    name: row.name === '' ? words.others : words.named(row.name, countOf(row), chart.of),
    parts: CHART_PARTS.map((part) => row.parts[part]),
    figures: CHART_PARTS.filter((part) => row.parts[part] > 0)
      .map((part) => `${words.part[part]} ${row.parts[part]}`)
      .join(' ・ '),
    ratings: Object.values(row.ratings).some((count) => count > 0)
      ? scale.steps.map(({ code, symbol }) => `${symbol} ${row.ratings[code]}`).join('  ')
      : '',
  }));
  const title = `${about} ${words.counted[chart.of]}`.trim();
  const said = rows.map(({ name, figures, ratings }) => [name, figures, ratings].filter(Boolean).join(' '));
  return {
    alt: shorten([title, ...said].join('\n'), ALT_MAX),
    title,
    legend: CHART_PARTS.map((part) => words.part[part]),
    rows,
  };
}

const countOf = ({ parts }: ChartRow) => CHART_PARTS.reduce((sum, part) => sum + parts[part], 0);
