/** Cards made by the real builders from the real sheets, for tests of their rendering. People are posts, not names. */

import type { RoundKind } from '../../src/core/calendar/round.js';
import { approvalCard } from '../../src/core/cards/approval/approval.js';
import {
  approvedByYouCard,
  correctionForm,
  lastLookCard,
  postReviewsCard,
} from '../../src/core/cards/approval/decision.js';
import { approvedTogetherCard, togetherCard } from '../../src/core/cards/approval/together.js';
import { boardCard } from '../../src/core/cards/board/board.js';
import type { Card } from '../../src/core/cards/card.js';
import { directionsCard } from '../../src/core/cards/files/directions.js';
import { reportForm } from '../../src/core/cards/interview/report-form.js';
import { helpCard } from '../../src/core/cards/message.js';
import { noticeCard } from '../../src/core/cards/notices/notice.js';
import type { NoticeMaterial } from '../../src/core/cards/notices/notice-material.js';
import { questionCard } from '../../src/core/cards/question.js';
import { checkForm, returnForm, reviewCard } from '../../src/core/cards/review.js';
import { summaryCard } from '../../src/core/cards/summary.js';
import { tasksCard } from '../../src/core/cards/tasks.js';
import { yearNotesForm } from '../../src/core/cards/year/year-notes.js';
import { lastLook } from '../../src/core/decision/together/last-look.js';
import { checksOfDraft, withReason } from '../../src/core/draft/checks.js';
import type { Draft, Question } from '../../src/core/draft/drafts.js';
import { contentOf, needsMeasures } from '../../src/core/draft/questions.js';
import type { Section } from '../../src/core/organization/people.js';
import { approvalBy } from '../../src/core/organization/route.js';
import { proposalFor } from '../../src/core/report/proposal/proposal-for.js';
import type { Report, ReportContent, Signature } from '../../src/core/report/report.js';
import type { Task } from '../../src/core/report/task.js';
import { directionPage } from '../../src/core/sheet/direction-page.js';
import { ratingLabel } from '../../src/core/sheet/scale.js';
import type { Sheet } from '../../src/core/sheet/sheet.js';
import type { Language } from '../../src/core/text/language.js';
import { boardOf, pagesOf } from './sample-boards.js';
import { printedSheets, RATING_OF, tasksOf } from './tasks.js';

export const NOW = '2024-04-09T00:30:00.000Z';
export const TODAY = '2024-04-09';

export function signature(post: string, at: string, more: Partial<Signature> = {}): Signature {
  return { personId: post, name: post, post, at, actingFor: null, ...more };
}

/** What the sheet prints for a task, as a report's content. */
export function printedContent(task: Task, sheet: number): ReportContent {
  const goal = printedSheets[sheet]!.goals.find((g) => g.no === task.goalNo)!;
  return {
    nextPolicy: goal.policy_text ?? '',
    answers: task.indicators.map((indicator, i) => {
      const printed = goal.indicators[i]!;
      const rating = RATING_OF[printed.rating]!;
      return {
        indicatorId: indicator.id,
        result: printed.result_text,
        rating,
        reason: rating === 'achieved' ? '' : '当日の悪天候により、参加者が見込みを下回ったため。',
        status: printed.status_text,
        ...(needsMeasures(task, { rating })
          ? { measures: '11月に未受診の方へ通知し、検診日を2日増やします。' }
          : {}),
        proposal: proposalFor(task, indicator, printed.result_text),
      };
    }),
  };
}

export function reportOf(task: Task, content: ReportContent, more: Partial<Report> = {}): Report {
  return {
    id: task.id,
    goalId: task.goalId,
    roundId: task.round.id,
    sectionId: task.sectionId,
    version: 1,
    state: 'submitted',
    content,
    writer: signature('担当者', '2024-04-03T00:12:00.000Z'),
    approvals: [],
    returned: null,
    late: false,
    previous: null,
    ...more,
  };
}

export function approvedReport(task: Task, sheet: number): Report {
  return reportOf(task, printedContent(task, sheet), {
    state: 'approved',
    approvals: [signature('課長', '2024-04-05T04:20:00.000Z')],
  });
}

/** A goal of a published sheet that was corrected after that: its 目標達成状況 and 今後の方針 stood differently. */
export function erratumOf(task: Task, sheet: number): Task {
  const report = approvedReport(task, sheet);
  const content: ReportContent = {
    nextPolicy: '引き続き取り組みます。',
    answers: report.content.answers.map((answer) => ({ ...answer, status: '実施しました。' })),
  };
  const correction = {
    reason: '集計に誤りがあり、当日受付の分を足していませんでした。',
    by: signature('担当者', '2024-06-03T00:10:00.000Z'),
    approved: { version: 1, content, writer: report.writer, approvals: report.approvals },
    approvedAt: '2024-06-03T04:20:00.000Z',
  };
  return {
    ...task,
    // only what is reported at year-end is published
    ...(task.round.kind === 'yearend' ? { publishedAt: '2024-05-31T00:00:00.000Z' } : {}),
    report: { ...report, version: 2, corrections: [correction] },
  };
}

export function sectionOf(task: Task, route: Section['route'] = [approvalBy('section_manager')]): Section {
  return { id: task.sectionId, name: task.sectionName, department: '北区役所', parentId: null, route };
}

/** The draft of somebody who has answered everything before `asking`, as printed. */
export function draftOf(task: Task, sheet: number, asking: Question): Draft {
  const { answers, nextPolicy } = printedContent(task, sheet);
  return {
    task: task.id,
    turn: 3,
    base: 0,
    answers: Object.fromEntries(
      answers.map((answer) => {
        const { indicatorId, result, rating, reason, status, measures } = answer;
        const more = {
          ...(reason === '' ? {} : { reason }),
          ...(measures === undefined ? {} : { measures }),
        };
        return [indicatorId, { result, rating, status, ...more }];
      }),
    ),
    policy: nextPolicy,
    asking,
    startedAt: NOW,
    touchedAt: NOW,
  };
}

/** A task with answers of mid-year and of last year beside the question, as the record gives them. */
export function withEarlier(task: Task, sheet: number): Task {
  const content = printedContent(task, sheet);
  return {
    ...task,
    indicators: task.indicators.map((indicator, i) => ({
      ...indicator,
      earlier: [
        {
          from: { kind: 'midyear' },
          result: content.answers[i]!.result,
          rating: 'achieved',
          status: content.answers[i]!.status,
        },
        {
          from: { kind: 'year', fiscalYear: 2022 },
          result: content.answers[i]!.result,
          rating: null,
          status: content.answers[i]!.status,
        },
      ],
    })),
    policyAsked: true,
    earlierPolicies: [{ from: { kind: 'midyear' }, text: content.nextPolicy }],
  };
}

/** The content as it was before somebody corrected a number, took a word out and added a sentence. */
function lightlyDifferent({ answers, nextPolicy }: ReportContent): ReportContent {
  return {
    nextPolicy: `${nextPolicy}\nまた、関係機関とも引き続き協議します。`,
    answers: answers.map((answer) => ({
      ...answer,
      status: answer.status.replace(/\d+/u, '9').replace('実施', '試験的に実施').replace(/。$/u, '。以上。'),
    })),
  };
}

/** A reader for `noticeCard`. */
export function material(task: Task, report: Report): NoticeMaterial {
  return {
    kind: 'report',
    section: sectionOf(task),
    route: [{ ...approvalBy('section_manager'), title: '課長' }],
    task: { ...task, report },
    report,
    today: TODAY,
  };
}

/** Every card in every state worth looking at, of one sheet (0–7), by a name of its own. */
export function cardsOf(
  sheet: number,
  language: Language = 'ja',
  kind: RoundKind = 'yearend',
): Record<string, Card> {
  const tasks = tasksOf(sheet, kind);
  const done = tasks.map((task) => ({ ...task, report: approvedReport(task, sheet) }));
  const section = sectionOf(tasks[0]!);
  const { round } = tasks[0]!;
  const cards: Record<string, Card> = {
    'last look': lastLookCard(
      { report: tasks[0]!.id, version: 1, step: 0 },
      {
        goals: done.map(({ goalNo, goalText, indicators, scale, report }) => ({
          goalNo,
          goal: goalText,
          rows: indicators.map(({ id, name, target }) => {
            const answer = report.content.answers.find(({ indicatorId }) => indicatorId === id)!;
            const label = (of: Language) => ratingLabel(scale, answer.rating, of, kind === 'midyear');
            return {
              indicator: name,
              target,
              result: answer.result,
              rating: { ja: label('ja'), en: label('en') },
            };
          }),
        })),
      },
      language,
    ),
    directions: directionsCard(
      {
        ...directionPage(
          {
            upload: `f${'0'.repeat(32)}`,
            file: '令和6年度 組織目標管理シート（全課）.xlsx',
            seen: 'a'.repeat(24),
          },
          tasks.flatMap(({ sectionName, goalNo, indicators }) =>
            indicators.map(({ name, target }, at) => ({
              organization: sectionName,
              no: goalNo,
              name: at === 0 ? name : `${name}${'の長い名前'.repeat(40)}`,
              target,
              direction: null,
              from: 'nowhere' as const,
              likely: at % 2 === 0 ? ('lower' as const) : null,
              ...(at === 1 ? { chosen: 'neither' as const } : {}),
              at,
            })),
          ),
          1,
        ),
        decided: 1,
      },
      language,
    ),
    'post reviews': postReviewsCard(
      tasks.map(({ goalNo, id, sectionName }, i) => ({
        no: i + 1,
        reportId: id,
        version: 1,
        decision: i % 2 === 0 ? 'approved' : 'returned',
        at: '2024-04-04T06:05:00.000Z',
        deputy: '課長補佐',
        post: '課長',
        sectionName,
        goalNo,
      })),
      language,
    ),
  };
  const mixed = tasks.map((task, i) =>
    i === 0
      ? done[0]!
      : i === 1
        ? { ...task, report: reportOf(task, printedContent(task, sheet)) }
        : i === 2
          ? {
              ...task,
              report: reportOf(task, printedContent(task, sheet), {
                state: 'returned',
                returned: {
                  ...signature('課長', '2024-04-04T06:05:00.000Z'),
                  comment: '参加人数の内訳も書いてください。',
                },
              }),
            }
          : task,
  );
  for (const task of tasks) {
    const earlier = withEarlier(task, sheet);
    const first = task.indicators[0]!;
    const at = (name: 'result' | 'rating' | 'reason' | 'measures' | 'status'): Question => ({
      at: name,
      indicator: first.id,
    });
    for (const name of ['result', 'rating', 'reason', 'measures', 'status'] as const)
      cards[`question ${name} ${task.goalNo}`] = questionCard(
        earlier,
        draftOf(task, sheet, at(name)),
        language,
      );
    cards[`question policy ${task.goalNo}`] = questionCard(
      earlier,
      draftOf(task, sheet, { at: 'policy' }),
      language,
      ['そのボタンの質問は、もう回答済みです。いまの質問はこちらです。'],
    );
    const { policy: _answered, ...empty } = { ...draftOf(task, sheet, at('result')), answers: {} };
    cards[`question first ${task.goalNo}`] = questionCard(earlier, empty, language);
    const draft = draftOf(task, sheet, { at: 'review' });
    cards[`review ${task.goalNo}`] = reviewCard(task, draft, language);
    const slipped = {
      ...draft,
      answers: Object.fromEntries(
        Object.entries(draft.answers).map(([id, answer]) => [
          id,
          {
            ...answer,
            result: '190人',
            reason: '雨天のため',
            status: '前年度200人から20人減の190人で、目標を上回りました。',
          },
        ]),
      ),
    };
    const beside = { today: '2024-04-03', tasks };
    const [one] = checksOfDraft(task, slipped, beside);
    const answered = withReason(slipped, one!, '前年度の数は当日の参加者のみのため');
    const checks = checksOfDraft(task, answered, beside);
    cards[`review checks ${task.goalNo}`] = reviewCard(task, answered, language, [], checks);
    cards[`form check ${task.goalNo}`] = checkForm(task, answered, checks[0]!, language);
    const withChecks = { ...contentOf(task, answered)!, checks };
    cards[`approval checks ${task.goalNo}`] = approvalCard({
      task: { ...task, report: reportOf(task, withChecks) },
      section,
      language,
    });
    cards[`form report ${task.goalNo}`] = reportForm(task, draft, language);
    cards[`form report empty ${task.goalNo}`] = reportForm(task, empty, language, {
      'result.0': '長すぎます。',
    });
    // As many as there may be of a year, longer together than a field takes.
    const memos = Array.from({ length: 60 }, (_, no) => ({
      goalId: task.goalId,
      indicatorId: null,
      day: `2023-0${(no % 6) + 4}-15`,
      number: '32人',
      text: `木崎地区でワークショップ（第${no + 1}回）、<地域> & “団体”と`,
    })).sort((a, b) => (a.day < b.day ? -1 : 1));
    const indicator = task.indicators[0]!.id;
    const atStatus = { ...empty, asking: { at: 'status', indicator } } as const;
    cards[`question memos ${task.goalNo}`] = questionCard({ ...task, memos }, atStatus, language);
    cards[`form memos ${task.goalNo}`] = reportForm({ ...task, memos }, atStatus, language, {}, true);
    const noted = {
      ...task,
      indicators: task.indicators.map((one) => ({
        ...one,
        note: { fiscalYear: task.round.fiscalYear - 1, text: '受付の計数器は月末に締めます。'.repeat(20) },
      })),
    };
    cards[`form year notes ${task.goalNo}`] = yearNotesForm(noted, language);
    cards[`question noted ${task.goalNo}`] = questionCard(noted, empty, language);
    const named = { id: task.id, version: 1 };
    cards[`form correction ${task.goalNo}`] = correctionForm(
      named,
      `No.${task.goalNo} ${task.goalText}`,
      language,
    );
    cards[`approved by you ${task.goalNo}`] = approvedByYouCard(
      {
        report: task.id,
        version: 1,
        step: 0,
        sectionName: task.sectionName,
        goalNo: task.goalNo,
        check: false,
      },
      language,
    );
    cards[`form return ${task.goalNo}`] = returnForm(
      { id: task.id, version: 1 },
      `No.${task.goalNo} ${task.goalText}`,
      language,
    );
    const content = printedContent(task, sheet);
    const submitted = { ...task, report: reportOf(task, content) };
    cards[`approval waiting ${task.goalNo}`] = approvalCard({ task: submitted, section, language });
    const again = reportOf(task, content, {
      version: 2,
      previous: {
        nextPolicy: '引き続き取り組みます。',
        answers: content.answers.map((answer) => ({ ...answer, status: '実施しました。' })),
      },
    });
    cards[`approval again ${task.goalNo}`] = approvalCard({
      task: { ...task, report: { ...again, approvals: [signature('係長', '2024-04-04T23:50:00.000Z')] } },
      section: sectionOf(task, [approvalBy('subsection_chief'), approvalBy('section_manager')]),
      language,
    });
    const correction = {
      reason: '集計に誤りがあり、当日受付の分を足していませんでした。',
      by: signature('担当者', '2024-04-08T01:00:00.000Z'),
      approved: { version: 1, content, writer: again.writer, approvals: [] },
      approvedAt: null,
    };
    cards[`approval correction ${task.goalNo}`] = approvalCard({
      task: { ...task, report: { ...again, corrections: [correction] } },
      section: sectionOf(task, [
        { role: 'subsection_chief', act: 'check', where: 'private' },
        approvalBy('section_manager'),
      ]),
      language,
      asked: { version: 2, step: 0 },
    });
    cards[`approval corrected ${task.goalNo}`] = approvalCard({
      task: {
        ...task,
        report: reportOf(task, content, { version: 2, previous: lightlyDifferent(content) }),
      },
      section,
      language,
    });
    cards[`approval decided ${task.goalNo}`] = approvalCard({
      task: {
        ...task,
        report: {
          ...approvedReport(task, sheet),
          approvals: [signature('課長', '2024-04-05T04:20:00.000Z', { name: '課長補佐', actingFor: '課長' })],
        },
      },
      section,
      language,
    });
    const published = erratumOf(task, sheet);
    cards[`approval erratum ${task.goalNo}`] = approvalCard({ task: published, section, language });
    cards[`form erratum ${task.goalNo}`] = correctionForm(
      { id: task.id, version: 2 },
      `No.${task.goalNo} ${task.goalText}`,
      language,
      true,
    );
    const returned = reportOf(task, content, {
      state: 'returned',
      returned: {
        ...signature('課長', '2024-04-04T06:05:00.000Z'),
        comment:
          '参加人数の内訳（当日受付と事前申込）も書いてください。\n目標に届かなかった理由は、来年度の方針にもつなげてください。',
      },
    });
    cards[`approval returned ${task.goalNo}`] = approvalCard({
      task: { ...task, report: returned },
      section,
      language,
    });
    const notices = [
      noticeCard({ kind: 'returned', reportId: task.id, version: 1 }, material(task, returned), language),
      noticeCard(
        { kind: 'approved', reportId: task.id, version: 1 },
        material(task, approvedReport(task, sheet)),
        language,
      ),
      noticeCard(
        { kind: 'approved', reportId: task.id, version: 2 },
        material(published, published.report!),
        language,
      ),
    ];
    notices.forEach((card, i) => {
      if (card) cards[`message notice ${task.goalNo} ${i}`] = card;
    });
  }
  const submitted = mixed.filter(({ report }) => report?.state === 'submitted');
  const day: NoticeMaterial = {
    kind: 'day',
    person: { id: 'p', name: '担当者', email: null, language },
    tasks: mixed.filter(({ report }) => report === null || report.state === 'returned'),
    waiting: submitted.map((task) => ({ task, workingDays: 4 })),
    raised: submitted.map((task) => ({
      task,
      workingDays: 5,
      post: { role: 'section_manager', title: '課長' },
      names: ['課長1'],
    })),
    questions: [],
    missing: [{ sectionName: section.name, round, goals: 2, names: ['担当者1', '担当者2'] }],
    vacant: [
      {
        sectionName: section.name,
        round,
        goals: 2,
        roles: ['staff'],
        own: [],
        deciding: ['section_manager'],
        instead: 'subsection_chief',
        waits: false,
      },
      {
        sectionName: section.name,
        round,
        goals: 1,
        roles: ['section_manager'],
        own: ['subsection_chief'],
        deciding: [],
        instead: null,
        waits: true,
      },
    ],
    today: TODAY,
  };
  const reminder = noticeCard({ kind: 'reminder', personId: 'p', day: TODAY }, day, language);
  const approver = { ...day, tasks: [], missing: [], vacant: [] };
  const waiting = noticeCard({ kind: 'reminder', personId: 'p', day: TODAY }, approver, language);
  if (waiting) cards['tasks waiting'] = waiting;
  cards['summary digest'] = noticeCard(
    { kind: 'digest', sectionId: section.id, week: '2024-04-08' },
    {
      kind: 'week',
      section,
      round,
      tasks: mixed,
      week: '2024-04-08',
      since: '2024-04-01',
      workingDays: 3,
      today: TODAY,
    },
    language,
  )!;
  cards['message overview'] = noticeCard(
    { kind: 'overview', personId: 'p', week: '2024-04-08' },
    {
      kind: 'city',
      person: { id: 'p', name: '事務局', email: null, language },
      boards: [boardOf(8, 2)],
      undelivered: [
        { name: section.name, channel: true, reason: 'no_place' },
        { name: '担当者', channel: false, reason: 'channel_not_found' },
      ],
      putAside: [
        { kind: 'effect', name: '担当者', reason: 'never_ended' },
        { kind: 'look', name: section.name, reason: 'invalid date' },
        { kind: 'input', name: null, reason: 'never_ended' },
      ],
      holidaysUntil: '2027-12-31',
      today: TODAY,
    },
    language,
  )!;
  cards['message department'] = noticeCard(
    { kind: 'department', personId: 'p', week: '2024-04-08' },
    {
      kind: 'department',
      person: { id: 'p', name: '区長', email: null, language },
      boards: [boardOf(8, 1)],
      today: TODAY,
    },
    language,
  )!;
  for (const [no, page] of pagesOf(boardOf(8, 2)).entries())
    cards[`${page.kind === 'list' || page.kind === 'section' ? 'board' : 'message board'} ${no}`] = boardCard(
      page,
      language,
    );
  if (reminder) cards['tasks reminder'] = reminder;
  cards['tasks status'] = tasksCard({ tasks: mixed, drafting: [mixed.at(-1)!.id], today: TODAY, language });
  cards['tasks done'] = tasksCard({ tasks: done, today: TODAY, language });
  cards['tasks none'] = tasksCard({ tasks: [], today: TODAY, language });
  const listed = submitted.map(({ id, goalNo }) => ({ id, goalNo, version: 1, step: 0 }));
  const leftOut = [
    { goalNo: '9', refusal: { reason: 'stale_version' } },
    { goalNo: '10', refusal: { reason: 'not_plain' } },
  ] as const;
  if (listed.length > 0) {
    cards['tasks look together'] = togetherCard(
      {
        reason: 'look_together',
        section: section.name,
        goals: lastLook(mixed).map((goal, at) =>
          submitted.includes(mixed[at]!) ? { ...goal, report: mixed[at]!.id } : goal,
        ),
        listed,
        leftOut,
        whole: true,
        check: false,
      },
      language,
      true,
    );
    const done = { ok: true, goalNo: '1', version: 1, complete: false, section: section.name } as const;
    cards['message approved together'] = approvedTogetherCard(
      { ...done, together: { approved: listed, leftOut } },
      language,
      true,
    );
  }
  cards['message help'] = helpCard({ language, posts: [] });
  cards['message help by name'] = helpCard({ language, posts: [] }, 'when_called');
  const root: NoticeMaterial = {
    kind: 'section',
    section,
    route: [{ ...approvalBy('section_manager'), title: '課長' }],
    round,
    tasks: mixed,
    sheet: {} as Sheet,
    today: TODAY,
  };
  cards['summary open'] = noticeCard(
    { kind: 'summary', sectionId: section.id, roundId: round.id },
    root,
    language,
  )!;
  for (const [name, state] of [
    ['begun', null],
    ['submitted', 'submitted'],
  ] as const) {
    const tasks = done.map((task) => ({ ...task, report: state && { ...task.report!, state } }));
    // The day after it was due: its longest line.
    cards[`summary ${name}`] = summaryCard({ section, round, tasks, today: '2024-04-13', language });
  }
  cards['summary complete'] = summaryCard({ section, round, tasks: done, today: TODAY, language });
  const errata = done.map((task, i) => (i === 1 ? erratumOf(task, sheet) : task));
  const filePostedAt = '2024-04-01T00:00:00.000Z';
  cards['summary erratum'] = summaryCard({
    section,
    round,
    tasks: errata,
    filePostedAt,
    today: TODAY,
    language,
  });
  cards['tasks erratum'] = tasksCard({ tasks: errata, today: TODAY, language });
  return cards;
}
