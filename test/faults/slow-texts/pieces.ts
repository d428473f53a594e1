/** Marks that change places when a text is brought to its normal form: each behind all that came before. */
export const MARKS: readonly string[] = ['\u0301\u0316', '\u0316\u0301'];

/** What makes expressions and loops begin anew at each sign: runs of one sign, of two, and of what looks like much. */
export const PIECES: readonly string[] = [
  ...['\r\n', '\n', '\u2028', ' ', '\u3000', '\u200b', '!', '。', '、', ',', '.', '・ ', '・', '※', '?'],
  ...['<', '<>', '<at>', '<span itemtype="Mention">', '<blockquote itemtype="x/Reply">', '<br>', '</p>'],
  ...['<@U1|', '&', '&amp;', '&#13;', '"', '*', '_', '`', '\\', '#', '-', '=', '/', '|', '[', '(', ')', '()'],
  ...['「', '{{', '${', '→', '_x000D_', 'https://', 'https://a.jp ', '@', '=1+'],
  ...['1', '1,', '1.', '1/', '1×', '1 ', '１，', '一', '百', '十億', '約', '〜', '%', '計1', '候補1', '1/1 '],
  ...['人', '1人', '1人以上、', '1回(', 'R5.4.', '令和5年1月1日 ', '年度', '昨年', '(9月', '①', '㎡', '½'],
  ...[
    '課',
    '漢字',
    'カー',
    '漢 ',
    'の',
    'a',
    'a ',
    'no 1番',
    '承認',
    'ありがとう',
    'ですか',
    '○:',
    '○ ',
    '取組',
  ],
  ...MARKS,
  ...['か\u3099', 'Z\u0351\u036b\u0343', '👨‍👩‍👧‍👦', 'ﷺ', '\ud800', '\u202e'],
];

/** What nobody would call hostile, of any length. */
export const HARMLESS = '研修会を12回開催し、参加者は190人でした。';

/** So many UTF-16 units of a piece. */
export function textOf(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}
