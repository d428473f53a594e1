/** C01–C07: slips, spellings and characters. Texts are never corrected; what may be wrong is only named. */
import { foldSymbol } from '../scale.js';
import type { LaidOutSheet, RowOfSheet, Say } from './rows.js';

type Slip = {
  readonly pattern: RegExp;
  /** what every hit of the pattern begins with */
  readonly begins: string;
  readonly instead: string;
};

/** Slips of text recognition, with what was probably meant (C01). */
const RECOGNITION_SLIPS: readonly Slip[] = [
  { pattern: /思ふ/gu, begins: '思ふ', instead: '思う' },
  { pattern: /に取り組めます/gu, begins: 'に取り組めます', instead: 'に取り組みます' },
];

/** Slips the writers may have made (C02). */
const WRITING_SLIPS: readonly Slip[] = [
  { pattern: /の実施(?=する|しま)/gu, begins: 'の実施', instead: 'を実施' },
  { pattern: /の集客(?=する|しま)/gu, begins: 'の集客', instead: 'を集客' },
  { pattern: /が必要とする/gu, begins: 'が必要とする', instead: 'を必要とする' },
  { pattern: /フォローに繋がります/gu, begins: 'フォローに繋がります', instead: 'フォローに繋げます' },
  { pattern: /など活用し/gu, begins: 'など活用し', instead: 'などを活用し' },
];

export function findInCharacters(one: LaidOutSheet, say: Say): void {
  slips(one, say);
  spellings(one, say);
  for (const row of one.rows) {
    lookAlike(row, say);
    minus(row, say);
  }
  encodings(one, say);
}

function slips({ sheet, layout, rows, whole }: LaidOutSheet, say: Say): void {
  const header = {
    where: () => layout.header.policyIndicators,
    text: sheet.header.policyIndicators.text,
  };
  const cells = rows.flatMap(({ texts, at }) =>
    texts.map(({ column, text }) => ({ where: () => at(column), text })),
  );
  // Most sheets have none of them anywhere, and then no cell is looked through.
  const inSheet = ({ begins }: Slip) => whole.includes(begins);
  const recognition = RECOGNITION_SLIPS.filter(inSheet);
  const writing = WRITING_SLIPS.filter(inSheet);
  for (const { where, text } of [header, ...cells]) {
    for (const { pattern, instead } of recognition) {
      const hits = text.match(pattern);
      if (hits)
        say(
          'C01',
          where(),
          `「${hits[0]}」(${hits.length}か所)は「${instead}」の読み取り違いかもしれません。印刷のとおりに残します。`,
          `「${hits[0]}」 (${hits.length}×) may be a slip of text recognition for 「${instead}」. The print is kept.`,
        );
    }
    for (const hit of strayBlanks(text, whole))
      say(
        'C01',
        where(),
        `「${hit}」の空白は余分かもしれません。印刷のとおりに残します。`,
        `The blank in 「${hit}」 may be a slip. The print is kept.`,
      );
    for (const { pattern, instead } of writing) {
      const hit = text.match(pattern)?.[0];
      if (hit !== undefined)
        say(
          'C02',
          where(),
          `「${hit}」は「${instead}」の書き違いかもしれません。直さずに残します。`,
          `「${hit}」 may be a slip of the writer for 「${instead}」. It is left alone.`,
        );
    }
  }
}

/** Looked for from the blank to both sides: from its beginning each word without one would be gone through many times. */
const DIVIDED_WORD =
  /(?<=([\p{Script=Han}\p{Script=Katakana}ー]{2,}))[ \u3000](?=([\p{Script=Han}\p{Script=Katakana}ー]{2,}))/gu;

/** 東港 セーフティネットワーク, when the sheet also has it without the blank. */
function strayBlanks(text: string, whole: string): string[] {
  if (!/[ \u3000]/u.test(text)) return [];
  return [...text.matchAll(DIVIDED_WORD)]
    .filter(([, left, right]) => whole.includes(`${left}${right}`))
    .map(([, left, right]) => `${left} ${right}`);
}

function spellings({ layout, whole }: LaidOutSheet, say: Say): void {
  const used = new Set(whole.match(/取組み|取組|取り組み(?!ま|た|つ)|取り組(?![みむめまん])/gu) ?? []);
  const half = new Set(whole.match(/[():~%]/gu) ?? []);
  if (used.size > 1)
    say(
      'C03',
      layout.where,
      `「${[...used].join('」「')}」の書き方が混ざっています。検索では同じ言葉として扱います。`,
      `The spellings 「${[...used].join('」「')}」 are mixed. Searching takes them for one word.`,
    );
  if (half.size > 0)
    say(
      'C04',
      layout.where,
      `半角の「${[...half].join(' ')}」があります。全角と同じものとして比べ、印刷のとおりに残します。`,
      `Half-width ${[...half].join(' ')} are compared as equal to full-width; the print is kept.`,
    );
}

function lookAlike({ indicator, layout, at }: RowOfSheet, say: Say): void {
  const printed = [...layout.ratingAsPrinted.trim()][0] ?? '';
  if (printed === '' || printed === indicator.rating || foldSymbol(printed) !== indicator.rating) return;
  say(
    'C05',
    at('rating'),
    `評価の「${printed}」を「${indicator.rating}」として読みました。`,
    `The rating 「${printed}」 was read as 「${indicator.rating}」.`,
  );
}

function minus({ texts, at }: RowOfSheet, say: Say): void {
  for (const { column, text } of texts) {
    const hit = /[△▲]\s*[0-9０-９][0-9０-９,，.．]*/u.exec(text)?.[0];
    if (hit !== undefined)
      say(
        'C06',
        at(column),
        `「${hit}」の△は、評価ではなくマイナスとして読みます。`,
        `The △ in 「${hit}」 means minus and is no rating.`,
      );
  }
}

/** In CP932 (Windows) but not in JIS X 0208: NEC row 13 and the most usual IBM extensions. */
const CP932_ONLY =
  /[\u2460-\u2473\u2160-\u2169\u2170-\u2179\u2116\u2121\u3231\u3232\u3239\u32a4-\u32a8\u337b-\u337e\u3303-\u33cd\ufa0e-\ufa2d髙]/gu;
/** In neither: supplementary planes, variation marks, and symbols people take for rating symbols. */
const NOT_IN_CP932 =
  /[\u{10000}-\u{10ffff}]|[\ufe00-\ufe0f]|[\u32ff\u2b55\u26aa\u2715\u2716\u2717\u274c\u2206\u29be]/gu;

function encodings({ layout, whole }: LaidOutSheet, say: Say): void {
  const texts = [whole, ...layout.rows.map((row) => row.ratingAsPrinted)].join('\n');
  const windowsOnly = [...new Set(texts.match(CP932_ONLY) ?? [])].sort();
  const neither = [...new Set(texts.match(NOT_IN_CP932) ?? [])];
  if (windowsOnly.length + neither.length === 0) return;
  const ja = [
    windowsOnly.length > 0
      ? `「${windowsOnly.join('')}」は Shift_JIS(JIS X 0208)にない文字です(CP932 にはあります)。`
      : '',
    neither.length > 0 ? `「${neither.join('')}」は CP932 にもない文字です。` : '',
  ].join('');
  const en = [
    windowsOnly.length > 0
      ? `「${windowsOnly.join('')}」 exist in CP932 but not in strict Shift_JIS (JIS X 0208).`
      : '',
    neither.length > 0 ? `「${neither.join('')}」 do not exist in CP932 either.` : '',
  ].join(' ');
  say('C07', layout.where, `${ja}CSV は UTF-8 で出力します。`, `${en.trim()} CSV is written in UTF-8.`);
}
