/** What is wrong with a command as typed, in both languages: the parser knows English only. */
import { onOneLine } from '../core/text/text.js';

const SENTENCES: readonly (readonly [RegExp, (...found: string[]) => string])[] = [
  [/^required option '([^']+)' not specified/u, (option) => `${option} を指定してください。`],
  [/^option '([^']+)' argument missing/u, (option) => `${option} に値がありません。`],
  [/^missing required argument '([^']+)'/u, (argument) => `<${argument}> を書いてください。`],
  [/^unknown option '([^']+)'/u, (option) => `「${option}」という指定はありません。`],
  [/^unknown command '([^']+)'/u, (command) => `「${command}」というコマンドはありません。`],
  [
    /^too many arguments for '([^']+)'/u,
    (command) => `${command} に余分な語が付いています。空白を含む文は引用符（"）で囲んでください。`,
  ],
  [
    /^option '([^']+)' argument '(.*?)' is invalid\. Allowed choices are (.+)\./u,
    (option, given, choices) => `${option} に「${given}」は使えません。${choices} から選んでください。`,
  ],
  [
    /^command-argument value '(.*?)' is invalid for argument '([^']+)'\. Allowed choices are (.+)\./u,
    (given, argument, choices) => `<${argument}> に「${given}」は使えません。${choices} から選んでください。`,
  ],
];

/** The parser's sentence with the Japanese one before it; as it is when it is none of the known ones. */
export function usageError(said: string): string {
  const plain = onOneLine(said.replace(/^error: /u, '').trim());
  for (const [pattern, sentence] of SENTENCES) {
    const found = pattern.exec(plain);
    if (found) return `${sentence(...found.slice(1))} / ${plain}\n`;
  }
  return said;
}
