/**
 * Writes sheets as one accessible page for the web site (JIS X 8341-3:2016): real tables with captions and scoped
 * headings, ratings in words, nothing by colour alone, print style, no script, nothing fetched from elsewhere.
 */
import { formatEraDate, parseEraDate } from '../../core/calendar/japanese-dates.js';
import type { Goal, Indicator, Sheet } from '../../core/sheet/sheet.js';
import { escapeHtml } from '../../core/text/escape-html.js';
import { onOneLine } from '../../core/text/text.js';
import { ERRATA_TITLE, ERRATUM_MARK, errataColumns, errataRows, markedOn } from '../form/errata.js';
import { type Form, formOf } from '../form/headings.js';
import {
  COLUMN_SHARES,
  fieldsOf,
  isMidyearSheet,
  measuresOf,
  type PrintedColumn,
  titleOf,
} from '../form/midyear.js';
import {
  approvalRefusal,
  DRAFT_MARK,
  type OfficialSheet,
  type Onward,
  sectionOf,
  type Written,
} from '../form/official-sheet.js';
import { layOut } from '../xlsx/layout/layout.js';
import { goalsOnPages, pagesOf } from '../xlsx/pages.js';
import { STYLE } from './style.js';
import { replacedInHtml } from './text.js';

/** Of the font of a page that is not made smaller; the .xlsx has 10 in a narrower font. */
const PRINTED_POINTS = 9.5;

type HtmlOptions = { readonly draft?: boolean; readonly head?: string; readonly onProgress?: Onward };

function ratingWords(sheet: Sheet, symbol: string): string {
  const meaning = sheet.legend.find((line) => line.symbol === symbol)?.meaning;
  return meaning ? `${symbol} ${meaning}` : symbol;
}

/** A date with its machine form, so that 令和 is no riddle to a reader of another kind. */
function dateHtml(text: string): string {
  const iso = parseEraDate(text)?.iso;
  if (iso === undefined) return escapeHtml(text);
  const kanji = formatEraDate(iso, 'kanji');
  const beside = kanji === text ? '' : `（${escapeHtml(kanji)}）`;
  return `<time datetime="${iso}">${escapeHtml(text)}</time>${beside}`;
}

function headerList(sheet: Sheet): string {
  const { header } = sheet;
  const row = (label: string, content: string): string =>
    label === '' && content === '' ? '' : `<div><dt>${escapeHtml(label)}</dt><dd>${content}</dd></div>`;
  const items = sheet.policyIndicators.map((item) => `<li>${escapeHtml(item)}</li>`).join('');
  const policy =
    sheet.policyIndicators.length > 1 ? `<ul>${items}</ul>` : escapeHtml(header.policyIndicators.text);
  return `<dl>${[
    row(header.fiscalYear.label, escapeHtml(header.fiscalYear.text)),
    row(header.department.label, escapeHtml(header.department.text)),
    row(header.organization.label, escapeHtml(header.organization.text)),
    row(header.policyIndicators.label, policy),
    row(header.createdOn.label, dateHtml(header.createdOn.text)),
    row(header.evaluatedOn.label, dateHtml(header.evaluatedOn.text)),
  ].join('')}</dl>`;
}

function headRows(sheet: OfficialSheet, form: Form): string {
  const { labels } = form;
  const th = (text: string, rest = ' scope="col"'): string => `<th${rest}>${escapeHtml(text)}</th>`;
  const tall = ' scope="col" rowspan="2"';
  const plan = form.planReferenceApart ? th(labels.planReference, tall) : '';
  const lowerPlan = form.planReferenceApart ? '' : th(labels.planReference);
  const measures = isMidyearSheet(sheet) ? th(labels.measures, tall) : '';
  const overview = form.overviewHeaded ? labels.overview : '概要';
  const statusAndPolicy = form.statusWithPolicy
    ? th(`${labels.status}・${labels.nextPolicy}`, tall)
    : th(labels.status, tall) + th(labels.nextPolicy, tall);
  return `<thead><tr>${th(labels.no, tall)}${th(labels.goal, tall)}${plan}${th(
    labels.indicatorGroup,
    ` scope="colgroup" colspan="${form.planReferenceApart ? 3 : 4}"`,
  )}${th(labels.initiativeGroup, ' scope="colgroup" colspan="2"')}${th(labels.rating, tall)}${measures}${statusAndPolicy}</tr><tr>${lowerPlan}${th(
    labels.name,
  )}${th(labels.target)}${th(labels.result)}${th(labels.initiativeCell)}${th(overview)}</tr></thead>`;
}

function initiativesHtml(indicator: Indicator): string {
  if (indicator.initiatives.length < 2) return escapeHtml(indicator.initiativeCell);
  return `<ul>${indicator.initiatives.map((name) => `<li>${escapeHtml(name)}</li>`).join('')}</ul>`;
}

/** 訂正 and its day, for a goal that was corrected after publication. */
function markHtml(sheet: OfficialSheet, goal: Goal): string {
  const on = markedOn(sheet, goal);
  return on === null
    ? ''
    : `<br><strong class="erratum">${ERRATUM_MARK}</strong><br>${dateHtml(formatEraDate(on, 'kanji'))}`;
}

/** The 正誤表 below the table. `level` of its heading. */
function errataHtml(sheet: OfficialSheet, level: number): string {
  const rows = errataRows([sheet]);
  if (rows.length === 0) return '';
  const columns = errataColumns([sheet]);
  const head = columns.map(({ name }) => `<th scope="col">${escapeHtml(name)}</th>`).join('');
  const body = rows.map((row) => {
    const cells = columns.map(({ key }) => (key === 'day' ? dateHtml(row.day) : escapeHtml(row[key])));
    return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  return `<h${level}>${ERRATA_TITLE}</h${level}>
<div class="wide" role="region" tabindex="0" aria-label="${escapeHtml(onOneLine(sectionOf(sheet)))}の${ERRATA_TITLE}"><table class="errata">
<caption>${escapeHtml(sectionOf(sheet))} ${ERRATA_TITLE}（公表後に訂正した箇所）</caption>
<thead><tr>${head}</tr></thead>
<tbody>${body.join('\n')}</tbody>
</table></div>
`;
}

/** Inherited texts are repeated: a cell that reaches over rows is read out only once. `place`: where it stands on paper. */
function goalRows(
  sheet: OfficialSheet,
  goal: Goal,
  form: Form,
  place: ReturnType<typeof goalsOnPages>[number] | undefined,
): string {
  let plan = '';
  let initiatives = '';
  const rows = goal.indicators.map((indicator, index) => {
    plan = indicator.planReference === '' ? plan : escapeHtml(indicator.planReference);
    initiatives = indicator.initiativeCell === '' ? initiatives : initiativesHtml(indicator);
    const span = ` rowspan="${goal.indicators.length}"`;
    const first =
      index === 0
        ? `<td${span}>${escapeHtml(goal.no)}${markHtml(sheet, goal)}</td><th scope="rowgroup"${span}>${escapeHtml(goal.text)}</th>`
        : '';
    const policy =
      form.statusWithPolicy || index > 0 ? '' : `<td${span}>${escapeHtml(goal.nextPolicy ?? '')}</td>`;
    const measures = isMidyearSheet(sheet)
      ? `<td>${escapeHtml(measuresOf(sheet, goal, indicator))}</td>`
      : '';
    return `<tr>${first}<td>${plan}</td><td>${escapeHtml(indicator.name)}</td><td class="n">${escapeHtml(
      indicator.target,
    )}</td><td class="n">${escapeHtml(indicator.result)}</td><td>${initiatives}</td><td>${escapeHtml(
      indicator.overview,
    )}</td><td class="r">${escapeHtml(ratingWords(sheet, indicator.rating))}</td>${measures}<td>${escapeHtml(
      indicator.status,
    )}</td>${policy}</tr>`;
  });
  const looks = [...(place?.begins ? ['starts'] : []), ...(place?.isBeyond ? ['long'] : [])].join(' ');
  return `<tbody${looks === '' ? '' : ` class="${looks}"`}>${rows.join('')}</tbody>`;
}

/** What stands under the heading of a sheet: header, legend, table, notes and 正誤表, its heading of this level. */
export function sheetBody(sheet: OfficialSheet, level: number): string {
  const form = formOf(sheet);
  const name = nameOf(sheet);
  const legend = sheet.legend.map((line) => `<li>${escapeHtml(line.text)}</li>`).join('');
  const notes = sheet.footnotes.map((note) => `<p>${escapeHtml(note)}</p>`).join('');
  const loose = sheet.looseMarks.map((note) => `<p>${escapeHtml(note)}</p>`).join('');
  // On as many pages as the .xlsx, which is made smaller where it is a little too long for one.
  const layout = layOut(sheet, { paper: 'A3', draft: false, rating: 'symbol' });
  const points = (PRINTED_POINTS * pagesOf(layout, 'A3').scale).toFixed(2);
  const places = goalsOnPages(layout, 'A3');
  return `${headerList(sheet)}
${legend === '' ? '' : `<ul class="legend" aria-label="評価の凡例">${legend}</ul>`}
${loose}<div class="wide" role="region" tabindex="0" aria-label="${escapeHtml(onOneLine(name))}の表" style="--pt:${points}"><table>
<caption>${escapeHtml(name)} ${escapeHtml(titleOf(sheet))}</caption>
${columnShares(sheet, form)}
${headRows(sheet, form)}
${sheet.goals.map((goal, at) => goalRows(sheet, goal, form, places[at])).join('\n')}
</table></div>
${notes}${errataHtml(sheet, level)}`;
}

const nameOf = (sheet: OfficialSheet): string =>
  `${sheet.header.fiscalYear.text} ${sheet.header.department.text} ${sectionOf(sheet)}`.trim();

/** The word of a rating stands here, too, and the fonts of a page are wider. */
const WIDER: Partial<Record<PrintedColumn, number>> = { no: 7, rating: 12 };

/** The columns as wide as in the .xlsx. */
function columnShares(sheet: OfficialSheet, form: Form): string {
  const shares = fieldsOf(sheet).map((field) => WIDER[field] ?? COLUMN_SHARES[field]);
  // There 目標達成状況 stands in one column with 今後の方針.
  const widths = form.statusWithPolicy ? [...shares.slice(0, -2), shares.at(-2)! + shares.at(-1)!] : shares;
  const total = widths.reduce((sum, one) => sum + one, 0);
  const cols = widths.map((one) => `<col style="width:${((one / total) * 100).toFixed(2)}%">`);
  return `<colgroup>${cols.join('')}</colgroup>`;
}

function sheetHtml(sheet: OfficialSheet, index: number, level: 1 | 2, draft: boolean): string {
  const mark = draft ? `<p class="draft"><strong>${DRAFT_MARK}</strong></p>` : '';
  return `<section id="s${index + 1}" aria-labelledby="h${index + 1}"${draft ? ' class="is-draft"' : ''}>
${mark}<h${level} id="h${index + 1}">${escapeHtml(titleOf(sheet))}<span class="name"> ${escapeHtml(nameOf(sheet))}</span></h${level}>
${sheetBody(sheet, level + 1)}</section>`;
}

/**
 * One page with a table a sheet, and a list of links to them when there are several. Sheets nobody approved are
 * refused unless `draft`, and then marked 下書き（未承認） in title and text. Characters that no page can hold stand as a
 * sign for them, each reported with its sheet, row of the table (from 1) and column.
 */
export function writeHtml(sheets: readonly OfficialSheet[], options: HtmlOptions = {}): Written {
  const refused = approvalRefusal(sheets, options.draft ?? false);
  if (refused) return refused;
  const anyDraft = options.draft === true && sheets.some((sheet) => !sheet.approved);
  const first = sheets[0]!;
  const years = new Set(sheets.map((sheet) => sheet.header.fiscalYear.text));
  const about = sheets.length === 1 ? sectionOf(first) : years.size === 1 ? first.header.fiscalYear.text : '';
  const title = `${titleOf(first)} ${about}`.trim() + (anyDraft ? ` ${DRAFT_MARK}` : '');
  const level = sheets.length === 1 ? 1 : 2;
  const parts = sheets.map((sheet, index) => {
    const html = sheetHtml(sheet, index, level, options.draft === true && !sheet.approved);
    options.onProgress?.(index + 1, sheets.length);
    return html;
  });
  const links = sheets.map(
    (sheet, index) =>
      `<li><a href="#s${index + 1}">${escapeHtml(`${sheet.header.department.text} ${sectionOf(sheet)}`.trim())}</a></li>`,
  );
  const top =
    sheets.length === 1
      ? ''
      : `<h1>${escapeHtml(title)}</h1>\n<nav aria-label="目次"><ul>${links.join('')}</ul></nav>\n`;
  const html = `<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">${options.head === undefined ? '' : `\n<meta name="maru-head" content="${escapeHtml(options.head)}">`}
<title>${escapeHtml(onOneLine(title))}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${top}${parts.join('\n')}
</main>
</body>
</html>
`;
  return { kind: 'written', bytes: new TextEncoder().encode(html), replaced: replacedInHtml(sheets) };
}
