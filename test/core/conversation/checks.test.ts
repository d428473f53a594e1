/** 確認事項 above 提出: shown, answered with a reason, remembered as long as its texts stand, seen by whoever approves. */
import { describe, expect, test } from '@jest/globals';
import { approvalCard } from '../../../src/core/cards/approval/approval.js';
import { lastLookCard } from '../../../src/core/cards/approval/decision.js';
import { lastLook } from '../../../src/core/decision/together/last-look.js';
import { readDesk } from '../../../src/core/draft/drafts.js';
import type { ReportContent } from '../../../src/core/report/report.js';
import type { Task } from '../../../src/core/report/task.js';
import { conversation } from '../../support/conversation.js';
import { reportOf, sectionOf } from '../../support/sample-cards.js';
import { actorOf, contextOf, tasksOf } from '../../support/tasks.js';

const tasks = tasksOf(6);
const task = tasks[0]!;
const context = contextOf(tasks, actorOf('s7', 'staff'));
const STATUS = '210人の参加があり、目標を上回りました。';
const FIGURES = '目標達成状況に「210人」とあり、結果「190人」と違います。どちらが正しいか確かめてください。';

/** An interview at its review, with a slip in it. */
const atReview = (of = context) =>
  conversation(of)
    .say('続き')
    .say('190人')
    .click('△')
    .say('天候のため')
    .say(STATUS)
    .say('同規模で実施します。');

describe('before a rating', () => {
  test.each(['20,760人', '1,500人'])('%s for 200人 is doubted, and no rating is put forward', (result) => {
    const talk = conversation(context).say('続き').say(result);
    const { notes, choices } = talk.view('question');
    expect(notes.join()).toContain('確認: 目標「200人以上」に対し結果は');
    expect(notes.join()).toContain('桁か目標の取り違えではありませんか。');
    expect(choices.map(({ style }) => style)).toEqual(Array(choices.length).fill('default'));
  });

  test('a result in proportion is not', () => {
    const { notes, choices } = conversation(context).say('続き').say('210人').view('question');
    expect(notes.join()).not.toContain('確認: ');
    expect(choices[0]).toMatchObject({ style: 'primary' });
  });
});

describe('before 提出', () => {
  test('what does not fit stands above the buttons, and nothing is stopped', () => {
    const talk = atReview();
    const { checksTitle, checks } = talk.view('review');
    expect(checksTitle).toBe('確認事項 3件');
    expect(checks[0]).toMatchObject({ text: FIGURES, answer: '' });
    expect(checks.map(({ buttons }) => buttons[0]!.title)).toEqual(Array(3).fill('このままで正しい'));
    talk.click('提出');
    expect(talk.command()).toMatchObject({
      kind: 'submit',
      content: { checks: [{ kind: 'figures', reason: null }, { reason: null }, { reason: null }] },
    });
  });

  test('where everything fits nothing is said', () => {
    const talk = conversation(context).say('続き').say('190人').click('△').say('天候のため');
    talk.say('10月18日に実施し参加人数は190人でした。').say('同規模で実施します。');
    expect(talk.view('review')).toMatchObject({ checksTitle: '', checksLine: '', checks: [] });
  });

  test('an answer needs its reason, is kept with the draft and goes into the report', () => {
    const talk = atReview().click('このままで正しい');
    expect(talk.view('form').intro).toEqual([FIGURES, '理由は、承認する人にも見えます。']);
    const { action } = talk.view('form').send;
    const send = (comment: string) => {
      const { of, v, with: id } = JSON.parse(action) as { of: string; v: number; with: string };
      return talk.press('check', of, v, id, { comment });
    };
    expect(send(' ').effects()).toMatchObject([
      { kind: 'form_problem', problems: { comment: expect.any(String) } },
    ]);
    expect(send('長'.repeat(201)).effects()).toMatchObject([{ kind: 'form_problem' }]);
    const review = send('210人は申込者の数のため').view('review');
    expect(review.checksTitle).toBe('確認事項 2件');
    expect(review.checks[0]).toMatchObject({
      text: FIGURES,
      answer: '→ このままで正しい：210人は申込者の数のため',
    });
    // as Redis keeps it
    expect(readDesk(JSON.stringify(talk.desk()))).toEqual(talk.desk());
    talk.click('提出');
    expect(talk.command()).toMatchObject({
      content: {
        checks: [{ kind: 'figures', reason: '210人は申込者の数のため' }, { reason: null }, { reason: null }],
      },
    });
  });

  test('an answer holds as long as its texts do, also after a return', () => {
    const talk = atReview().click('このままで正しい');
    const {
      of,
      v,
      with: id,
    } = JSON.parse(talk.view('form').send.action) as { of: string; v: number; with: string };
    talk.press('check', of, v, id, { comment: '申込者の数' }).click('今後の方針を直す').say('見直します。');
    expect(talk.view('review').checks[0]).toMatchObject({ answer: '→ このままで正しい：申込者の数' });
    const sent = talk.click('提出').command();
    const content = sent.kind === 'submit' ? sent.content : null;
    const report = reportOf(task, content!, {
      state: 'returned',
      returned: {
        personId: 'm',
        name: '課長',
        post: '課長',
        at: '2024-04-04T06:05:00.000Z',
        actingFor: null,
        comment: '直してください。',
      },
    });
    const back = conversation({ ...context, tasks: [{ ...task, report }, ...tasks.slice(1)] });
    back.press('begin', task.id);
    expect(back.view('review').checks[0]).toMatchObject({ answer: '→ このままで正しい：申込者の数' });
    back.click('目標達成状況を直す').say(STATUS.replace('210', '211'));
    expect(back.view('review').checks[0]).toMatchObject({ answer: '' });
  });

  test('a button of a check that is not there any more is answered with the review, and the reason is not lost', () => {
    const talk = atReview();
    const { turn } = talk.desk().drafts[task.id]!;
    talk.press('open_check', task.id, turn, 'ffffffffffffffff');
    expect(talk.view('review').problems[0]).toContain('もうありません');
    talk.press('check', task.id, turn, 'ffffffffffffffff', { comment: '書いた理由' });
    expect(talk.view('review').problems.join()).toContain('書いた理由');
  });

  test('in English they are read in English', () => {
    const talk = atReview({ ...context, actor: { ...context.actor, language: 'en' } });
    expect(talk.view('review')).toMatchObject({ checksTitle: 'Points to check: 3' });
    expect(talk.view('review').checks[0]!.text).toContain('The status says 「210人」');
  });
});

describe('whoever approves', () => {
  const submitted = (): Task => {
    const talk = atReview().click('このままで正しい');
    const {
      of,
      v,
      with: id,
    } = JSON.parse(talk.view('form').send.action) as { of: string; v: number; with: string };
    const sent = talk.press('check', of, v, id, { comment: '申込者の数' }).click('提出').command();
    return { ...task, report: reportOf(task, (sent as { content: ReportContent }).content) };
  };
  const viewOf = (of: Task) => {
    const card = approvalCard({ task: of, section: sectionOf(of), language: 'ja' });
    return card.name === 'approval' ? card.view : null;
  };

  test('sees the same, with the reasons', () => {
    expect(viewOf(submitted())).toMatchObject({
      checksTitle: '確認事項 2件',
      checks: [{ text: FIGURES, answer: '→ このままで正しい：申込者の数' }, { answer: '' }, { answer: '' }],
    });
  });

  test('sees them of a report of before they were kept, too, and not once it is decided', () => {
    const now = submitted();
    const { checks: _, ...content } = now.report!.content;
    const report = { ...now.report!, content };
    expect(viewOf({ ...now, report })).toMatchObject({ checksTitle: '確認事項 3件' });
    expect(viewOf({ ...now, report: { ...report, state: 'approved' } })).toMatchObject({ checks: [] });
  });

  test('sees them in the list before approving together', () => {
    const now = submitted();
    const card = lastLookCard({ report: now.id, version: 1, step: 0 }, { goals: lastLook([now]) }, 'ja');
    const [item] = card.name === 'tasks' ? card.view.items : [];
    expect(item!.detail).toContain(`確認: ${FIGURES}\n→ このままで正しい：申込者の数`);
    expect(item!.detail.match(/確認: /gu)).toHaveLength(3);
  });
});
