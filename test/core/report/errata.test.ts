import { describe, expect, test } from '@jest/globals';
import { approvalCard } from '../../../src/core/cards/approval/approval.js';
import type { Card } from '../../../src/core/cards/card.js';
import { noticeCard } from '../../../src/core/cards/notices/notice.js';
import { summaryCard } from '../../../src/core/cards/summary.js';
import { tasksCard } from '../../../src/core/cards/tasks.js';
import type { Input } from '../../../src/core/conversation/input.js';
import { step } from '../../../src/core/conversation/step.js';
import { emptyDesk } from '../../../src/core/draft/drafts.js';
import { approvalBy } from '../../../src/core/organization/route.js';
import { correctedOn, errataOf, lastIsErratum } from '../../../src/core/report/errata.js';
import type { Correction, Report, ReportContent } from '../../../src/core/report/report.js';
import type { Task } from '../../../src/core/report/task.js';
import { approvedReport, erratumOf, sectionOf, signature, TODAY } from '../../support/sample-cards.js';
import { actorOf, tasksOf } from '../../support/tasks.js';

const SHEET = 6;
const tasks = tasksOf(SHEET, 'yearend');
const task = tasks[0]!;
const PUBLISHED = '2024-05-31T00:00:00.000Z';
const section = sectionOf(task);
const final = approvedReport(task, SHEET);

/** The content with the first indicator's 目標達成状況 another. */
function contentWith(status: string, reason = ''): ReportContent {
  const [first, ...rest] = final.content.answers;
  return { ...final.content, answers: [{ ...first!, status, reason: reason || first!.reason }, ...rest] };
}

function correction(of: ReportContent, approvedAt: string | null, reason = '集計の誤り'): Correction {
  return {
    reason,
    by: signature('担当者', '2024-06-01T00:00:00.000Z'),
    approved: { version: 1, content: of, writer: final.writer, approvals: final.approvals },
    approvedAt,
  };
}

function withCorrections(
  corrections: Correction[],
  more: Partial<Report> = {},
  publishedAt = PUBLISHED,
): Task {
  return { ...task, publishedAt, report: { ...final, ...more, corrections } };
}

const before = '2024-05-30T23:59:59.000Z';
const after = '2024-06-02T15:30:00.000Z';

describe('errata', () => {
  test('a correction approved before the publication is none; nor is any while nothing is published', () => {
    expect(errataOf(withCorrections([correction(contentWith('誤'), before)]))).toEqual([]);
    const { publishedAt: _, ...unpublished } = withCorrections([correction(contentWith('誤'), after)]);
    expect(errataOf(unpublished)).toEqual([]);
    expect(correctedOn(unpublished)).toBeNull();
  });

  test('one approved after it tells what stood, what stands, why, and the day of the city', () => {
    const one = withCorrections([correction(contentWith('誤'), after)]);
    expect(errataOf(one)).toEqual([
      {
        goalNo: task.goalNo,
        indicator: task.indicators[0]!.name,
        row: 0,
        field: 'status',
        before: '誤',
        after: final.content.answers[0]!.status,
        reason: '集計の誤り',
        // 00:30 of the next day in the city
        correctedOn: '2024-06-03',
      },
    ]);
    expect(correctedOn(one)).toBe('2024-06-03');
  });

  test('one that waits for approval is none yet, and what it corrects stands as published', () => {
    const waits = withCorrections([correction(contentWith('誤'), null)], { state: 'submitted' });
    expect(errataOf(waits)).toEqual([]);
    const twice = withCorrections(
      [
        correction(contentWith('はじめ'), after),
        { ...correction(contentWith('つぎ'), null), approved: { ...final, content: contentWith('つぎ') } },
      ],
      { state: 'returned' },
    );
    expect(errataOf(twice).map((one) => [one.before, one.after])).toEqual([['はじめ', 'つぎ']]);
  });

  test('two of the same text are both told, the one before the publication is not', () => {
    const all = withCorrections([
      correction(contentWith('案'), before),
      correction(contentWith('一'), after, '一つめ'),
      correction(contentWith('二'), '2024-07-01T01:00:00.000Z', '二つめ'),
    ]);
    expect(errataOf(all).map((one) => [one.before, one.after, one.reason, one.correctedOn])).toEqual([
      ['一', '二', '一つめ', '2024-06-03'],
      ['二', final.content.answers[0]!.status, '二つめ', '2024-07-01'],
    ]);
  });

  test('a rating is told with its word; its reason is not printed, so a change of it alone is no erratum', () => {
    const [first, ...rest] = final.content.answers;
    const other = first!.rating === 'achieved' ? 'not_achieved' : 'achieved';
    const rated = withCorrections([
      correction({ ...final.content, answers: [{ ...first!, rating: other }, ...rest] }, after),
    ]);
    const [line] = errataOf(rated);
    expect([line!.field, line!.before]).toEqual(['rating', other === 'achieved' ? '○ 達成' : '× 未達成']);
    const reason = withCorrections([correction(contentWith(first!.status, '別の理由'), after)]);
    expect(errataOf(reason)).toEqual([]);
    expect(lastIsErratum(reason, reason.report!)).toBe(false);
  });
});

describe('on the cards', () => {
  const marked = erratumOf(task, SHEET);
  const done = tasks.map((one) => (one === task ? marked : { ...one, report: approvedReport(one, SHEET) }));
  const state = (card: Card) => (card.name === 'approval' ? card.view.state : '');

  test('the root card and 状況 say 訂正 and the day beside the goal, and beside no other', () => {
    const material = { section, round: task.round, tasks: done, today: TODAY };
    // That all is approved is said above the rows of the root card.
    for (const [language, rating, state, mark] of [
      ['ja', '△ 一部未達成', '承認済', ' ・ 訂正 令和6年6月3日'],
      ['en', '△ Partly not achieved', 'Approved', ' · corrected after publication (訂正) 2024-06-03'],
    ] as const) {
      const root = summaryCard({ ...material, language });
      const list = tasksCard({ tasks: done, today: TODAY, language });
      for (const card of [root, list]) {
        if (card.name !== 'summary' && card.name !== 'tasks') throw new Error(card.name);
        const [first, ...others] = card.view.items;
        expect(first!.state).toBe((card === root ? rating : state) + mark);
        expect(others.every((item) => !/訂正/u.test(item.state))).toBe(true);
      }
    }
  });

  test('the goal’s card says so with the reason; of a correction before the publication it says 修正', () => {
    expect(state(approvalCard({ task: marked, section, language: 'ja' }))).toMatch(
      /訂正 令和6年6月3日（理由：集計に誤りがあり、当日受付の分を足していませんでした。）$/u,
    );
    expect(state(approvalCard({ task: marked, section, language: 'en' }))).toContain(
      'Corrected after publication (訂正) 2024-06-03 (reason: ',
    );
    const early = withCorrections([correction(contentWith('誤'), before)]);
    expect(state(approvalCard({ task: early, section, language: 'ja' }))).toContain('に修正が承認されました');
    expect(state(approvalCard({ task: early, section, language: 'ja' }))).not.toContain('訂正');
  });

  test('who approves is told that it is published; the writer is told when it is done', () => {
    const waits = withCorrections([correction(contentWith('誤'), null)], {
      state: 'submitted',
      approvals: [],
    });
    expect(state(approvalCard({ task: waits, section, language: 'ja' }))).toContain(
      '公表後の訂正です。承認されると正誤表に載ります（理由：集計の誤り）',
    );
    const told = noticeCard(
      { kind: 'approved', reportId: task.id, version: 2 },
      {
        kind: 'report',
        section,
        route: [{ ...approvalBy('section_manager'), title: '課長' }],
        task: marked,
        report: marked.report!,
        today: TODAY,
      },
      'ja',
    );
    expect(told?.name === 'message' && [told.view.title, told.view.lines.join('\n')]).toEqual([
      `No.${task.goalNo} の訂正が承認されました`,
      expect.stringContaining('正誤表に誤・正と理由が載ります'),
    ]);
  });

  test('who asks for it is told before that the reason will be published', () => {
    const formOf = (named: Task) => {
      const context = {
        now: '2024-06-03T00:00:00.000Z',
        today: '2024-06-03',
        actor: actorOf(task.sectionId),
        tasks: [],
        named,
        threadTask: null,
      };
      const action = { do: 'open_correction', of: task.id, v: 2, with: '' };
      const { effects } = step(
        emptyDesk,
        { kind: 'pressed', action, fields: {} } as unknown as Input,
        context,
      );
      const [effect] = effects;
      if (effect?.kind !== 'form' || effect.card.name !== 'form') throw new Error('no form');
      return JSON.stringify(effect.card.view);
    };
    expect(formOf(marked)).toContain('このシートは公表済みです');
    expect(formOf(marked)).toContain('訂正の理由（正誤表に載ります）');
    const { publishedAt: _, ...unpublished } = marked;
    expect(formOf(unpublished)).not.toContain('公表');
  });
});
