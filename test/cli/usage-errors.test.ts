/** What the parser refuses is said in Japanese first, each in one sentence. */
import { expect, test } from '@jest/globals';
import { Command } from 'commander';
import { addRoundCommands } from '../../src/cli/rounds/round.js';
import { usageError } from '../../src/cli/usage-errors.js';

function refusal(...words: string[]): string {
  let said = '';
  const io = { out: () => undefined, err: () => undefined, fail: () => undefined };
  const maru = new Command('maru').exitOverride().configureOutput({
    writeErr: (text) => {
      said += text;
    },
    outputError: (text, write) => write(usageError(text)),
  });
  addRoundCommands(maru, io);
  expect(() => maru.parse(['node', 'maru', ...words])).toThrow();
  return said;
}

test.each([
  [['status'], '--year <year> を指定してください。 / required option'],
  [['status', '--year'], '--year <year> に値がありません。 / option'],
  [
    ['round', 'open', '--year', 'R5', '--due', 'R5.10.13'],
    '<kind> を書いてください。 / missing required argument',
  ],
  [['status', '--year', 'R5', '--yaer'], '「--yaer」という指定はありません。 / unknown option'],
  [['round', 'opne'], '「opne」というコマンドはありません。 / unknown command'],
  [
    ['status', '--year', 'R5', 'x'],
    'status に余分な語が付いています。空白を含む文は引用符（"）で囲んでください。 / too many arguments',
  ],
])('%j', (words, expected) => {
  const said = refusal(...words);
  expect(said).toContain(expected);
  expect(said.trimEnd().split('\n')).toHaveLength(1);
});

test.each([
  [
    "error: option '--platform <name>' argument 'x' is invalid. Allowed choices are slack, teams.",
    '--platform <name> に「x」は使えません。slack, teams から選んでください。 / ',
  ],
  [
    "error: command-argument value 'c' is invalid for argument 'kind'. Allowed choices are a, b.",
    '<kind> に「c」は使えません。a, b から選んでください。 / ',
  ],
])('%s', (said, expected) => {
  expect(usageError(said)).toContain(expected);
});

test('what is not known is passed on as it is', () => {
  expect(usageError('error: something new\n')).toBe('error: something new\n');
});
