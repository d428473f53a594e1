/** Pictures of numbers as SVG within a page: told by shape and word, never by colour alone, so that they print in black and white. */
import type { Picture } from '../cards/card.js';
import { type Pen, svgOf } from '../cards/picture/svg.js';
import { escapeHtml } from '../text/escape-html.js';
import { type Html, html, markup } from './html.js';
import { comparable, type Figure, type IndicatorYear } from './site.js';

/** In pixels of a phone, as wide as those of the chat. */
const WIDTH = 380;
const PADDING = 14;
const INK = '#111827';
const DARK = '#1d3a5f';
/** Height of the font by which a full-width sign is as wide as it is high, and a half-width one about this share of it. */
const HALF = 0.58;

/** Width of a text in a usual font; a page has no other measure. */
function widthOf(text: string, size: number): number {
  let width = 0;
  for (const sign of text) width += (sign.codePointAt(0) ?? 0) < 0x7f ? HALF : 1;
  return width * size;
}

/** A coordinate, to a tenth of a pixel. */
const px = (length: number): string => String(Math.round(length * 10) / 10);

const write = (text: string, x: number, y: number, size: number, colour: string): string =>
  `<text x="${px(x)}" y="${px(y)}" font-size="${size}" fill="${colour}">${escapeHtml(text.replace(/[\r\n]+/gu, ' '))}</text>`;

const PEN: Pen = { width: widthOf, write };

const centred = (text: string, x: number, y: number, size: number): string => {
  const half = widthOf(text, size) / 2;
  return write(text, Math.min(Math.max(x - half, 2), WIDTH - 2 * half - 2), y, size, INK);
};

/** What a picture is called and says, for who does not see it. `id` of the page's own. */
type Told = { readonly id: string; readonly title: string; readonly said: string };

function picture({ id, title, said }: Told, height: number, drawn: readonly string[]): Html {
  return html`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="${id}-t ${id}-d" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}"><title id="${id}-t">${title}</title><desc id="${id}-d">${said}</desc>${markup(drawn.join(''))}</svg>`;
}

/** A picture as the chat has it (parts of a whole, row by row), described for a page. */
export function rowsPicture(rows: Picture, id: string): Html {
  const drawn = svgOf(rows, PEN);
  const described = html` role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${rows.title}</title><desc id="${id}-d">${rows.alt.replace(/\n/gu, '。')}</desc>`;
  return markup(drawn.replace('>', () => described.text));
}

const num = (figure: Figure): number => Number(figure.value);
const shown = ({ value, unit }: Figure): string =>
  `${Number(value).toLocaleString('ja-JP', { maximumFractionDigits: 10 })}${unit ?? ''}`;

const BAR_TOP = 34;
const BAR_HEIGHT = 20;

/** Target, mid-year and result of a year as a bullet bar; null where they are not numbers of one scale. */
export function bulletPicture({ figures, name }: IndicatorYear, year: string, id: string): Html | null {
  const { target, midyear, result } = figures;
  if (!target || !result || !comparable([target, result])) return null;
  const half = midyear && comparable([target, midyear]) ? midyear : null;
  const most = Math.max(num(target), num(result), half ? num(half) : 0) || 1;
  const room = WIDTH - 2 * PADDING;
  const at = (figure: Figure) => PADDING + (num(figure) / (most * 1.1)) * room;
  const said = [
    `目標 ${shown(target)}（縦の線）`,
    ...(half ? [`中間結果 ${shown(half)}（ひし形）`] : []),
    `結果 ${shown(result)}（横の棒）`,
  ].join('、');
  const middle = BAR_TOP + BAR_HEIGHT / 2;
  const drawn = [
    `<rect x="${PADDING}" y="${BAR_TOP}" width="${room}" height="${BAR_HEIGHT}" fill="#ffffff" stroke="#4b5563"/>`,
    `<rect x="${PADDING}" y="${BAR_TOP + 5}" width="${px(at(result) - PADDING)}" height="${BAR_HEIGHT - 10}" fill="${DARK}"/>`,
    `<path d="M${px(at(target))},${BAR_TOP - 6} v${BAR_HEIGHT + 12}" stroke="#ffffff" stroke-width="7"/>`,
    `<path d="M${px(at(target))},${BAR_TOP - 6} v${BAR_HEIGHT + 12}" stroke="${INK}" stroke-width="4"/>`,
    ...(half
      ? [
          `<path d="M${px(at(half))},${middle - 8} l8,8 l-8,8 l-8,-8 z" fill="#ffffff" stroke="${INK}" stroke-width="2"/>`,
        ]
      : []),
    centred(`目標 ${shown(target)}`, at(target), BAR_TOP - 12, 13),
    write(
      [`結果（棒） ${shown(result)}`, ...(half ? [`中間（◇） ${shown(half)}`] : [])].join('　'),
      PADDING,
      BAR_TOP + BAR_HEIGHT + 26,
      13,
      INK,
    ),
  ];
  return picture({ id, title: `${year} ${name} の目標と結果`, said }, BAR_TOP + BAR_HEIGHT + 36, drawn);
}

const PLOT_TOP = 40;
const PLOT_HEIGHT = 120;
/** Years that a page is wide enough for; earlier ones stand in the table alone. */
const MOST_YEARS = 8;

/** Results (columns) and targets (lines across) over the years; null below two years with numbers of one scale. */
export function trendPicture(
  years: readonly IndicatorYear[],
  yearName: (year: number) => string,
  id: string,
): Html | null {
  const drawnYears = years.filter(({ figures }) => figures.result).slice(-MOST_YEARS);
  if (drawnYears.length < 2) return null;
  if (!comparable(drawnYears.map(({ figures }) => figures.result))) return null;
  const unit = drawnYears[0]!.figures.result!.unit;
  const targetOf = ({ figures }: IndicatorYear) =>
    figures.target && figures.target.unit === unit && num(figures.target) >= 0 ? figures.target : null;
  const most =
    Math.max(
      ...drawnYears.flatMap((one) => [
        num(one.figures.result!),
        ...[targetOf(one)].flatMap((target) => (target ? num(target) : [])),
      ]),
    ) || 1;
  const bottom = PLOT_TOP + PLOT_HEIGHT;
  const y = (figure: Figure) => bottom - (num(figure) / most) * PLOT_HEIGHT;
  const step = (WIDTH - 2 * PADDING) / drawnYears.length;
  const size = drawnYears.length > 5 ? 10 : 12;
  const drawn = drawnYears.flatMap((one, place) => {
    const middle = PADDING + step * (place + 0.5);
    const width = Math.min(step * 0.5, 46);
    const result = one.figures.result!;
    const target = targetOf(one);
    const top = Math.min(y(result), target ? y(target) : bottom);
    return [
      `<rect x="${px(middle - width / 2)}" y="${px(y(result))}" width="${px(width)}" height="${px(bottom - y(result))}" fill="#c7d3e3" stroke="${DARK}" stroke-width="1.5"/>`,
      ...(target
        ? [
            `<path d="M${px(middle - width / 2 - 7)},${px(y(target))} h${px(width + 14)}" stroke="${INK}" stroke-width="3" stroke-dasharray="7 3"/>`,
          ]
        : []),
      centred(shown(result), middle, top - 5, size),
      centred(yearName(one.fiscalYear), middle, bottom + 16, size),
    ];
  });
  const said = drawnYears
    .map((one) => {
      const target = targetOf(one);
      return `${yearName(one.fiscalYear)} 結果 ${shown(one.figures.result!)}${target ? `、目標 ${shown(target)}` : ''}`;
    })
    .join('。');
  const axis = `<path d="M${PADDING},${bottom} h${WIDTH - 2 * PADDING}" stroke="${INK}"/>`;
  return picture({ id, title: `${years.at(-1)!.name} の年度ごとの推移`, said }, bottom + 46, [
    ...drawn,
    axis,
    write('棒：結果　破線：目標', PADDING, bottom + 38, 12, INK),
  ]);
}
