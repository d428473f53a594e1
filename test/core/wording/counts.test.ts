/** One of a thing is said in the singular, in every English sentence that counts. */
import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const FOLDER = new URL('../../../src/core/wording/', import.meta.url);
const PLURAL =
  /\b1 (?:more )?(?:sections|sheets|indicators|goals|days|working days|files|places|departments|characters|messages)\b|^1 (?:more were|are)\b|\b1 of the goals are\b|^The other 1 are\b/u;
/** What is never one: limits, and what is said of several alone. */
const SEVERAL = /^Up to |\bwithin 1 characters|^At most |^1 of 1 sheets are |^Answer 1 goals in one form$/u;

/** What a function of words says of one: with 1 for each of its arguments, or where it takes lists with lists of one. */
function saidOfOne(say: (...of: unknown[]) => unknown): unknown[] {
  for (const one of [1, ['No.1']])
    try {
      return [say(...Array.from({ length: say.length }, () => one))];
    } catch {
      // It takes something else: the next.
    }
  return [];
}

type InLanguage = (language: 'en') => unknown;

/** The words of a file; some begin with what they are about, and say nothing without it. */
function inEnglish(words: InLanguage): unknown {
  try {
    return words('en');
  } catch {
    return [];
  }
}

function sentences(words: unknown): string[] {
  if (typeof words === 'string') return [words];
  if (typeof words === 'function') return saidOfOne(words as () => unknown).flatMap(sentences);
  if (typeof words !== 'object' || words === null) return [];
  return 'ja' in words && 'en' in words ? sentences(words.en) : Object.values(words).flatMap(sentences);
}

const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);

test.each(files)('%s', async (name) => {
  const module: Record<string, unknown> = await import(new URL(name, FOLDER).href);
  const said = Object.entries(module).flatMap(([key, words]) =>
    sentences(/Words$/u.test(key) && typeof words === 'function' ? inEnglish(words as InLanguage) : words),
  );
  expect(said.filter((one) => PLURAL.test(one) && !SEVERAL.test(one))).toEqual([]);
});

test('what was not saved is told without breaking a sign that people see as one', async () => {
  const { problemWords } = await import('../../../src/core/wording/problems.js');
  const family = '👨‍👩‍👧‍👦';
  const { ja, en } = problemWords.unsavedText(`${'あ'.repeat(55)}${family}終わり`);
  expect(ja).toBe(`入力された「${'あ'.repeat(55)}…」は、まだ保存していません。`);
  expect(en).toContain(`“${'あ'.repeat(55)}…”`);
  expect(problemWords.unsavedText('前年度どおり').ja).toContain('「前年度どおり」');
});
