/** Mid-year's interview: 下半期の対策 for what is at risk, and which document a text goes into. */
import { describe, expect, test } from '@jest/globals';
import { changesBetween, reportRows } from '../../../src/core/cards/report-rows.js';
import { newDraft } from '../../../src/core/conversation/interview/begin.js';
import type { Command } from '../../../src/core/decision/command.js';
import { isComplete, sameContent } from '../../../src/core/decision/decide.js';
import { readDesk, withForm } from '../../../src/core/draft/drafts.js';
import type { Report } from '../../../src/core/report/report.js';
import { storedReport } from '../../../src/core/report/stored-report.js';
import { conversation } from '../../support/conversation.js';
import { actorOf, contextOf, tasksOf } from '../../support/tasks.js';

const staff = actorOf('s7');
const goal = tasksOf(6, 'midyear')[0]!;
const MEASURES = '11月に2回目の植栽を行います。';

const begin = (language: 'ja' | 'en' = 'ja', task = goal) =>
  conversation(contextOf([task], { ...staff, language })).press('begin', task.id);
const risky = (language: 'ja' | 'en' = 'ja') => begin(language).say('90人').click('△').say('雨のため');

const contentOf = (command: Command) => {
  if (command.kind !== 'submit') throw new Error(command.kind);
  return command.content;
};

describe('下半期の対策', () => {
  test('is asked after △ and after ×, and stands in the report', () => {
    const talk = risky();
    expect(talk.view('question').prompt).toContain(
      '目標に届かない見込みのため、下半期に何をするかを教えてください。',
    );
    const review = talk.say(MEASURES).say('上半期は90人でした。').say('続けます。').view('review');
    expect(review.rows[0]?.measures).toBe(MEASURES);
    expect(review.labels.measures).toBe('下半期の対策');
    const content = contentOf(talk.click('提出').command());
    expect(content.answers[0]).toMatchObject({ measures: MEASURES, status: '上半期は90人でした。' });
    expect(begin().say('0人').click('×').say('雨のため').view('question').prompt).toContain('下半期に何を');
  });

  test('is not asked where the outlook is ○, nor at year-end', () => {
    expect(begin().say('90人').click('○').view('question').fields[0]?.label).toBe('目標達成状況');
    const yearEnd = begin('ja', tasksOf(6)[0]!).say('90人').click('△').say('雨のため');
    expect(yearEnd.view('question').fields[0]?.label).toBe('目標達成状況');
  });

  test('goes from the report when the outlook becomes ○, and is there again when it falls short after all', () => {
    const talk = risky().say(MEASURES).say('上半期は90人でした。').say('続けます。');
    const risen = talk.click('評価を直す').click('○').view('review').rows[0];
    expect(risen).toMatchObject({
      measures: '',
      edits: expect.not.arrayContaining([{ title: '下半期の対策を直す' }]),
    });
    expect(contentOf(talk.click('提出').command()).answers[0]?.measures).toBeUndefined();
    const again = risky().say(MEASURES).say('上半期は90人でした。').say('続けます。').click('評価を直す');
    expect(again.click('○').click('評価を直す').click('×').say('雨').view('review').rows[0]?.measures).toBe(
      MEASURES,
    );
  });

  test('is a field of the form, which says when; and what is typed there is taken', () => {
    const talk = begin().click('まとめて入力');
    const field = talk.view('form').groups[0]!.fields.find(({ id }) => id === 'measures.0');
    expect(field).toMatchObject({
      label: '下半期の対策',
      hint: '見込みが△ 一部未達成見込みか× 未達成見込みのときだけ書いてください。',
      required: false,
    });
    const send = talk.view('form').send.action;
    const { of, v } = JSON.parse(send) as { of: string; v: number };
    talk.press('fill_form', of, v, '', {
      'result.0': '90人',
      'rating.0': 'partially_achieved',
      'reason.0': '雨のため',
      'measures.0': MEASURES,
      'status.0': '上半期は90人でした。',
      policy: '続けます。',
    });
    expect(talk.view('review').rows[0]?.measures).toBe(MEASURES);
    const yearEnd = begin('ja', tasksOf(6)[0]!).click('まとめて入力').view('form');
    expect(yearEnd.groups[0]!.fields.map(({ id }) => id)).not.toContain('measures.0');
  });

  test('may be written with the others in one message, each behind its name', () => {
    const talk = begin().say('90人').click('△');
    talk.say('雨のため\n下半期の対策：11月に2回目\n目標達成状況：90人でした。\n今後の方針：続けます。');
    expect(talk.view('review').rows[0]).toMatchObject({ reason: '雨のため', measures: '11月に2回目' });
  });

  test('a word meant for the bot is not taken for it', () => {
    expect(
      Object.values(risky().say('あとで').desk().drafts)[0]?.answers[goal.indicators[0]!.id]?.measures,
    ).toBeUndefined();
  });

  test('may begin with the word that is meant for a search elsewhere', () => {
    const text = '検索 サイトへの掲載を増やす';
    const [draft] = Object.values(risky().say(text).desk().drafts);
    expect(draft?.answers[goal.indicators[0]!.id]?.measures).toBe(text);
  });

  test('is in what changed since a return, and a change of it voids an approval', () => {
    const said = contentOf(
      risky().say(MEASURES).say('90人でした。').say('続けます。').click('提出').command(),
    );
    const changed = {
      ...said,
      answers: said.answers.map((one) => ({ ...one, measures: '12月に行います。' })),
    };
    expect(sameContent(said, changed)).toBe(false);
    expect(changesBetween(goal, said, changed, 'ja').map(({ label }) => label)).toEqual(['下半期の対策']);
    const before = { ...said, answers: said.answers.map(({ measures: _, ...one }) => one) };
    expect(changesBetween(goal, before, said, 'en')[0]).toMatchObject({
      label: 'Measures for the second half (下半期の対策)',
      after: MEASURES,
    });
    expect(reportRows(goal, before, 'ja')[0]?.measures).toBe('');
  });

  test('a report of before it was asked, or from an older instance, is complete without it, and is asked when it comes back', () => {
    const said = contentOf(
      risky().say(MEASURES).say('90人でした。').say('続けます。').click('提出').command(),
    );
    const before = { ...said, answers: said.answers.map(({ measures: _, ...one }) => one) };
    expect(isComplete(before, goal)).toBe(true);
    const by = {
      personId: 'p1',
      name: '担当者',
      post: '担当者',
      at: '2023-10-03T00:00:00.000Z',
      actingFor: null,
    };
    const report: Report = {
      id: goal.id,
      goalId: goal.goalId,
      roundId: goal.round.id,
      sectionId: goal.sectionId,
      version: 1,
      state: 'returned',
      content: before,
      writer: by,
      approvals: [],
      returned: { ...by, comment: '対策は' },
      late: false,
      previous: null,
    };
    const row = { table: 'reports', id: goal.id };
    expect(storedReport.read(JSON.parse(JSON.stringify(storedReport.write(report))), row)).toEqual(report);
    expect(newDraft({ ...goal, report }, '2023-10-04T00:00:00.000Z').asking.at).toBe('measures');
    const whole = { ...report, content: said };
    expect(storedReport.read(JSON.parse(JSON.stringify(storedReport.write(whole))), row)).toEqual(whole);
    expect(newDraft({ ...goal, report: whole }, '2023-10-04T00:00:00.000Z')).toMatchObject({
      asking: { at: 'review' },
      answers: { [goal.indicators[0]!.id]: { measures: MEASURES } },
    });
  });
});

test('a desk has the form of before until something of this stands on it, so that an older instance reads on', () => {
  const talk = begin().say('90人');
  expect(withForm(talk.desk()).form).toBe(1);
  talk.click('△').say('雨のため');
  const kept = withForm(talk.desk());
  expect(kept.form).toBe(2);
  expect(readDesk(JSON.stringify(kept))).toEqual(kept);
  talk.say(MEASURES);
  expect(withForm(talk.desk()).form).toBe(2);
});

describe('which document a text goes into', () => {
  test('at mid-year its own, and not the sheet that is published', () => {
    const talk = begin().say('90人').click('○');
    for (const text of ['90人でした。', '続けます。']) {
      expect(talk.view('question').prompt).toContain(
        '中間報告のシートに載ります（公表する期末のシートには載りません）。',
      );
      expect(talk.view('question').prompt).not.toContain('シートにそのまま');
      talk.say(text);
    }
    expect(talk.view('review').prompt).toBe(
      'この内容で中間報告のシートに載ります。よろしければ提出してください。',
    );
  });

  test('in English, and on the form with one cell for both', () => {
    const talk = risky('en');
    expect(talk.view('question').prompt).toContain(
      'This is printed in the mid-year document, not in the sheet that is published at year-end.',
    );
    const merged = tasksOf(2, 'midyear')[0]!;
    const asked = conversation(contextOf([merged], actorOf('s3')))
      .press('begin', merged.id)
      .say('2')
      .click('○');
    expect(asked.view('question').prompt).toContain(
      '目標達成状況と今後の方針を、続けて教えてください。中間報告の',
    );
  });

  test('at year-end the sheet', () => {
    const talk = begin('ja', tasksOf(6)[0]!).say('200人').click('○');
    expect(talk.view('question').prompt).toContain('シートにそのまま載ります。');
    expect(talk.view('question').prompt).not.toContain('中間');
  });
});
