/** Hostile texts: what either platform, a template, a spreadsheet or a page could take for something else than a text. */
import fc from 'fast-check';
import { type Random, seeded } from '../forged/random.js';

/** Longest text that is tried, in UTF-16 units. */
const LONGEST = 20_000;

const PIECES = [
  // mentions and links of both platforms
  '<!channel>',
  '<!here>',
  '<@U012345>',
  '<#C012345|x>',
  '<https://example.jp|押す>',
  '<mailto:a@example.jp>',
  '@everyone @channel @here',
  '<at>課長</at>',
  'https://example.jp/?a=1&b=2',
  '[リンク](https://example.jp)',
  '![絵](https://example.jp/a.png)',
  '[x][y]\n\n[y]: https://example.jp',
  '<https://example.jp>',
  // formats
  '**太字** __太字__ *斜体* _斜体_ ~~取消~~ ~取消~',
  '`符号` ```\n符号\n```',
  '# 見出し',
  '\n- 箇条\n- 書き\n',
  '\n1. 番号\n2) 番号\n',
  '\n> 引用',
  '\n---\n***\n===\n___\n',
  '\n    字下げ',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  ':smile: :warning:',
  '\\* \\\\ \\',
  '&lt;!channel&gt; &amp;amp; &#42; &#x2a; &nbsp;',
  '<script>alert(1)</script><b onclick=x>',
  '--><!-- ]]>',
  // expressions
  '${goal}',
  '${$root.secret}',
  '${if(true, json(\'{"a":1}\'), 2)}',
  '@{goal} $' + '{',
  '{{DATE(2024-04-01T00:00:00Z,SHORT)}} {{TIME(2024-04-01T00:00:00Z)}}',
  '{{',
  // formulas
  '=1+1',
  '=HYPERLINK("https://example.jp","x")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '＝1',
  '\t=1',
  "'=1",
  '_x0041_ _x000D_',
  // characters
  '\u202e逆\u202c \u2066x\u2069 \u200f\u061c',
  'שלום عليكم',
  'か\u3099は\u309a',
  'Z\u0351\u036b\u0343\u032a\u0302\u036b\u033d\u034f\u0334\u0319',
  '👨‍👩‍👧‍👦🏳️‍🌈👍🏽',
  '\u200b\u200d\ufeff\u00ad',
  '\ud800',
  '\udfff x',
  '\u0000',
  '\u0008\u001b[31m',
  '\ufffe\uffff',
  '\u0085\u2028\u2029',
  '𠮷野家髙﨑',
  '"引用" \'符\' \\n',
  '\r\n',
  '\n\n\n',
  '　',
  '○ △ × 200人以上 → 190人（95.0 %）',
] as const;

const LONG = [
  'あ',
  '&',
  '<',
  '*',
  '👨‍👩‍👧‍👦',
  'か\u3099',
  '\u0301\u0316',
  '\u0316\u0301',
  '\ud83d\ude00',
  '${x} ',
  '[x](y) ',
  '=1 ',
] as const;

/** Texts without end: the same seed gives the same ones. */
export function hostileTexts(seed: number): () => string {
  const random: Random = seeded(seed);
  const any = fc.sample(fc.string({ unit: 'binary', maxLength: 200 }), { seed, numRuns: 3_000 });
  return () => {
    if (random.chance(0.3)) {
      const one = random.pick(LONG);
      return one.repeat(Math.ceil((1_000 + random.int(LONGEST - 1_000)) / one.length)).slice(0, LONGEST);
    }
    const parts = Array.from({ length: 1 + random.int(4) }, () =>
      random.chance(20) ? random.pick(any) : random.pick(PIECES),
    );
    return `${parts.join(random.pick(['', ' ', '\n', '漢字']))}${random.int(100_000)}`;
  };
}

/** Without blanks of any kind, which a reader of markup folds: what is left must be there in its order. */
export function bare(text: string): string {
  return text.replace(/\u0000/gu, '\ufffd').replace(/[\s\u0085]+/gu, '');
}
