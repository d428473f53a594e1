/** Whoever works in English: what goes into a Japanese record is pointed out, and commands and headings begin with capitals. */
import { describe, expect, test } from '@jest/globals';
import { helpCard } from '../../../src/core/cards/message.js';
import { CHECK_KINDS } from '../../../src/core/checks/check.js';
import { evidenceMeant } from '../../../src/core/conversation/evidence/evidence.js';
import { wordOf } from '../../../src/core/conversation/keywords.js';
import type { Said, Scene } from '../../../src/core/conversation/told.js';
import { targetMeant } from '../../../src/core/conversation/year/target-change.js';
import { yearNotesMeant } from '../../../src/core/conversation/year/year-notes.js';
import { emptyDesk } from '../../../src/core/draft/drafts.js';
import { isEnglish } from '../../../src/core/draft/language-of.js';
import { readTypedMemo } from '../../../src/core/memo/read-memo.js';
import { checkKindName } from '../../../src/core/wording/checks.js';
import { interviewWords } from '../../../src/core/wording/interview.js';
import { conversation } from '../../support/conversation.js';
import { actorOf, contextOf, printedSheets, tasksOf } from '../../support/tasks.js';

const staff = actorOf('s7');
const begin = (language: 'ja' | 'en') =>
  conversation(contextOf(tasksOf(6), { ...staff, language }))
    .say('続き')
    .say('200人')
    .say('○');
const STATUS = 'Planting was held on 18 October with 200 people.';

describe('a text in English', () => {
  test('is taken as typed and pointed out on each card that follows, above 提出 too', () => {
    const talk = begin('en').say(STATUS);
    const warning = 'The sheet is in Japanese, and this is in English: Achievement (目標達成状況).';
    expect(talk.view('question').problems.join()).toContain(warning);
    talk.say('Next year the same.');
    const view = talk.view('review');
    expect(view.problems.join()).toContain('Achievement (目標達成状況), Next steps (今後の方針)');
    expect(view.rows[0]?.status).toBe(STATUS);
    expect(talk.click('Submit').command()).toMatchObject({ kind: 'submit' });
  });

  test('in Japanese words, and gone once it is written in Japanese', () => {
    const talk = begin('ja').say(STATUS).say('続けます。');
    expect(talk.view('review').problems).toEqual([
      '目標達成状況が英語で書かれています。シートは日本語です。このままでも提出できます。',
    ]);
    expect(talk.click('目標達成状況を直す').say('植栽を実施しました。').view('review').problems).toEqual([]);
  });

  test('is none of what stands on the eight sheets, a name or a number', () => {
    const texts = printedSheets.flatMap(({ goals }) =>
      goals.flatMap((goal) => [goal.policy_text ?? '', ...goal.indicators.map((one) => one.status_text)]),
    );
    expect(texts.filter(isEnglish)).toEqual([]);
    for (const text of ['COVID-19', 'NPO', '12 km/h', 'Instagram で発信しました', ''])
      expect(isEnglish(text)).toBe(false);
  });
});

test('the words that help names begin with capitals, and are understood as they stand there', () => {
  const card = helpCard({ language: 'en', posts: [] });
  if (card.name !== 'message') throw new Error(card.name);
  const words = card.view.lines.flatMap((line) => /^“([^”]+)” –/u.exec(line)?.[1] ?? []);
  expect(words.length).toBeGreaterThan(7);
  for (const word of words) {
    expect(word).toMatch(/^[A-Z]/u);
    // What names a goal is read with it.
    const scene = { desk: emptyDesk, tasks: [], input: { surface: 'direct', text: word } };
    const said = scene as unknown as Scene<Said>;
    const named = targetMeant(said) ?? yearNotesMeant(said) ?? evidenceMeant(said);
    const memo = readTypedMemo(word, '2023-10-02');
    if (word !== 'Export') expect(wordOf(word) ?? named ?? memo).not.toBeNull();
  }
});

test('headings begin with capitals', () => {
  for (const kind of CHECK_KINDS) expect(checkKindName(kind, 'en')).toMatch(/^[A-Z]/u);
  const { form, reportForm } = interviewWords('en');
  expect([form, reportForm.title]).toEqual(['Answer in one form', 'Answer in one form']);
});
