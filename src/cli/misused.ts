/** What commander says of a command line it cannot take, in Japanese before its own English sentence. */

const SENTENCES: readonly (readonly [RegExp, (...found: readonly string[]) => string])[] = [
  [/^error: required option '([^']+)' not specified/, (option) => `${option} を指定してください。`],
  [/^error: missing required argument '([^']+)'/, (name) => `<${name}> を指定してください。`],
  [/^error: unknown command '([^']*)'/, (name) => `「${name}」というコマンドはありません。`],
  [/^error: unknown option '([^']*)'/, (option) => `「${option}」という指定はありません。`],
  [/^error: option '([^']+)' argument missing/, (option) => `${option} の値を指定してください。`],
  [
    /^error: option '([^']+)' (?:argument '([^']*)' )?is invalid\. Allowed choices are (.+)\./,
    (option, given, choices) => `${option} に「${given}」は使えません。${choices} から選んでください。`,
  ],
  [/^error: too many arguments/, () => '指定が多すぎます。空白を含む文は引用符（"）で囲んでください。'],
];

/** The sentence in both languages; what is not known stays as commander says it. */
export function misused(message: string): string {
  for (const [pattern, sentence] of SENTENCES) {
    const found = pattern.exec(message);
    if (found) return `${sentence(...found.slice(1).map((text) => text ?? ''))} / ${message}`;
  }
  return message;
}
