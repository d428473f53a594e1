/** 根拠資料 goes public with no approval that did not show it: on the list, in the look at all, together, and by older buttons. */
import { describe, expect, test } from '@jest/globals';
import { renderSlack, renderTeams } from '../../../../src/chat/render/render.js';
import { decodeAction } from '../../../../src/core/cards/action.js';
import { approvalCard } from '../../../../src/core/cards/approval/approval.js';
import { readTogether, togetherButtons } from '../../../../src/core/cards/approval/together.js';
import { waitingCard } from '../../../../src/core/cards/approval/waiting.js';
import type { Card } from '../../../../src/core/cards/card.js';
import { fallbackText } from '../../../../src/core/cards/fallback.js';
import { settle } from '../../../../src/core/conversation/command-outcome.js';
import { recordingCard } from '../../../../src/core/conversation/recording.js';
import { step } from '../../../../src/core/conversation/step.js';
import type { Command } from '../../../../src/core/decision/command.js';
import { decide } from '../../../../src/core/decision/decide.js';
import type { Outcome } from '../../../../src/core/decision/outcome/outcome.js';
import { approveTogether } from '../../../../src/core/decision/together/approve-together.js';
import { emptyDesk } from '../../../../src/core/draft/drafts.js';
import type { EvidenceItem } from '../../../../src/core/evidence/evidence.js';
import type { Report } from '../../../../src/core/report/report.js';
import type { Task } from '../../../../src/core/report/task.js';
import { walk } from '../../../support/adaptive-card.js';
import { reportOf, sectionOf, signature } from '../../../support/sample-cards.js';
import { actorOf, contextOf, measured, postsOf } from '../../../support/tasks.js';

type Approve = Extract<Command, { kind: 'approve' }>;
type Language = 'ja' | 'en';

const open = measured(6);
const section = sectionOf(open[0]!);
const manager = actorOf(section.id, 'section_manager', 'manager');
const SAID = { ja: '', en: '' };

const piece = (no: number, publicFrom?: number): EvidenceItem => ({
  id: `${open[0]!.id}/${no}`,
  name: `名簿${no}.pdf`,
  file: { kind: 'pdf', size: 1_300_000, sha256: 'a'.repeat(64) },
  link: null,
  ...(publicFrom === undefined ? {} : { publicFrom }),
  by: { personId: 'p', name: '担当者', post: '担当者', at: '2024-03-04T01:00:00.000Z' },
});

/** ○ as proposed, without a check. */
function reported(task: Task, evidence: readonly EvidenceItem[] = [], more: Partial<Report> = {}): Task {
  const proposal = {
    ...{ rating: 'achieved' as const, ask: false, ratio: null, pace: null, warnings: [], rule: 'test' },
    ...{ arithmetic: SAID, because: SAID },
  };
  const answers = task.indicators.map(({ id }) => ({
    ...{ indicatorId: id, result: '210人', rating: 'achieved' as const, reason: '' },
    ...{ status: '進めました。', proposal },
  }));
  const report = reportOf(task, { answers, checks: [], nextPolicy: '続けます。' }, more);
  return { ...task, report, ...(evidence.length > 0 ? { evidence } : {}) };
}
const [one, two, three] = open as [Task, Task, Task];

const subjectOf = (sheetTasks: readonly Task[]) => ({
  ...{ sheetTasks, section, posts: postsOf(manager), coordinators: [], actor: manager },
  ...{ now: '2024-04-09T01:00:00.000Z', today: '2024-04-09', source: 'test' },
});
const decideOn = (command: Approve, task: Task, sheetTasks: readonly Task[] = [task]) =>
  decide({ ...subjectOf(sheetTasks), command, task });
const asked = (name: 'approve' | 'approve_all', card: Card): Approve => {
  const [action] = actionsOf(card).filter((found) => found.do === name);
  const input = {
    ...{ id: 'in-1', person: manager.id, place: 'test:dm', aside: 'test:dm', surface: 'direct' as const },
    ...{ kind: 'pressed' as const, action: action!, fields: {} },
  };
  const [effect] = step(emptyDesk, input, contextOf([], manager)).effects;
  if (effect?.kind !== 'record' || effect.command.kind !== 'approve') throw new Error('nothing is entered');
  return effect.command;
};
const actionsOf = (card: Card) => actionsIn(renderSlack(card));
function actionsIn(rendered: unknown) {
  const found = new Map<string, NonNullable<ReturnType<typeof decodeAction>>>();
  walk(rendered, (element) => {
    for (const text of [element.value, (element.data as { action?: unknown } | undefined)?.action]) {
      const action = decodeAction(text);
      if (action) found.set(JSON.stringify(action), action);
    }
  });
  return [...found.values()];
}
const cardOf = (task: Task, language: Language = 'ja') => approvalCard({ task, section, language });
const listOf = (tasks: readonly Task[], language: Language = 'ja') =>
  waitingCard(
    tasks.map((task) => ({ task, workingDays: 1 })),
    language,
  )!;
const refusalOf = ({ outcome }: { readonly outcome: Outcome }) => (outcome.ok ? null : outcome.refusal);
const toldOf = (command: Command, outcome: Outcome, language: Language = 'ja'): Card => {
  const world = contextOf([], { ...manager, language });
  const cards = settle(emptyDesk, 'test:dm', command, outcome, world).effects.flatMap((effect) =>
    effect.kind === 'show' ? [effect.card] : [],
  );
  return cards[0]!;
};

describe('an approval takes along what its card showed, and nothing else', () => {
  const before = asked('approve', cardOf(reported(one, [piece(1)])));
  const marked = reported(one, [piece(1, 1)]);

  test('a button from before the mark decides nothing, as do those of an earlier version', () => {
    expect(before).not.toHaveProperty('shown');
    for (const command of [before, { ...before, lookFirst: true as const }])
      expect(refusalOf(decideOn(command, marked))).toEqual({
        ...{ reason: 'goes_public', goalNo: '1', names: ['名簿1.pdf'] },
      });
  });

  test('the card drawn with the mark does, also by the button of 「記録しています」', () => {
    const command = asked('approve', cardOf(marked));
    expect(decideOn(command, marked)).toMatchObject({ ok: true, report: { state: 'approved' } });
    expect(asked('approve', recordingCard(command, 'ja')!)).toEqual(command);
  });

  test('another piece marked since is asked about; one taken back is not', () => {
    const command = asked('approve', cardOf(marked));
    expect(refusalOf(decideOn(command, reported(one, [piece(1, 1), piece(2, 1)])))).toMatchObject({
      names: ['名簿1.pdf', '名簿2.pdf'],
    });
    expect(decideOn(command, reported(one, [piece(1)])).ok).toBe(true);
  });

  test('nothing is asked about what is public already, nor about what a later version takes along', () => {
    const { report } = reported(one);
    const correction = {
      ...{ reason: '誤り', by: signature('担当者', '2024-04-08T00:00:00.000Z'), approvedAt: null },
      approved: { version: 1, content: report!.content, writer: report!.writer, approvals: [] },
    };
    const corrected = { version: 2, corrections: [correction] };
    const again = { ...before, version: 2 };
    expect(decideOn(again, reported(one, [piece(1, 1)], corrected)).ok).toBe(true);
    expect(refusalOf(decideOn(again, reported(one, [piece(1, 2)], corrected)))).toMatchObject({
      reason: 'goes_public',
    });
    expect(decideOn(before, reported(one, [piece(1, 2)])).ok).toBe(true);
  });

  test('whoever may not approve is told that, not what would go public', () => {
    const staff = actorOf(section.id);
    const decision = decide({ ...subjectOf([marked]), actor: staff, command: before, task: marked });
    expect(refusalOf(decision)?.reason).toBe('not_entitled');
  });

  test.each<[Language, string, string]>([
    ['ja', '承認されると、根拠資料「名簿1.pdf」は公表されます。', '内容を見る'],
    ['en', 'Once approved, this evidence is published: “名簿1.pdf”.', 'Show'],
  ])('it is told which, with the way to the card as it is now (%s)', (language, said, show) => {
    const { outcome } = decideOn(before, marked);
    const told = toldOf(before, outcome, language);
    expect(fallbackText(told)).toContain(said);
    for (const rendered of [renderSlack(told), renderTeams(told)]) {
      expect(JSON.stringify(rendered)).toContain(show);
      expect(actionsIn(rendered)).toEqual([{ do: 'show_report', of: one.id, v: 1, with: '' }]);
    }
  });
});

describe.each<[Language, string]>([
  ['ja', '承認されると、根拠資料「名簿1.pdf」「名簿2.pdf」「名簿3.pdf」ほか1件は公表されます。'],
  ['en', 'Once approved, this evidence is published: “名簿1.pdf”, “名簿2.pdf”, “名簿3.pdf”, 1 more.'],
])('whoever approves sees what goes public (%s)', (language, said) => {
  const four = reported(one, [1, 2, 3, 4].map((no) => piece(no, 1)).concat(piece(5)));

  test('in every list, whose button approves it', () => {
    const card = listOf([four, reported(two)], language);
    expect(fallbackText(card).split(said)).toHaveLength(2);
    for (const rendered of [renderSlack(card), renderTeams(card)]) {
      expect(JSON.stringify(rendered)).toContain('名簿3.pdf');
      const [mine, other] = actionsIn(rendered).filter((action) => action.do === 'approve');
      expect(mine).toEqual(actionsOf(cardOf(four)).find((action) => action.do === 'approve'));
      expect(other).not.toHaveProperty('shown');
    }
    expect(decideOn(asked('approve', card), four).ok).toBe(true);
  });

  test('in the last look at the sheet, whose button approves it', () => {
    const rest = open.slice(1).map((task) => reported(task, [], { state: 'approved' }));
    const command = asked('approve', cardOf(four));
    const { outcome } = decideOn(command, four, [four, ...rest]);
    const look = toldOf(command, outcome, language);
    expect(fallbackText(look).split(said)).toHaveLength(2);
    for (const rendered of [renderSlack(look), renderTeams(look)])
      expect(JSON.stringify(rendered)).toContain('名簿3.pdf');
    expect(decideOn(asked('approve_all', look), four, [four, ...rest]).ok).toBe(true);
    const five = reported(
      one,
      [1, 2, 3, 4, 5].map((no) => piece(no, 1)),
    );
    expect(refusalOf(decideOn(asked('approve_all', look), five, [five, ...rest]))).toMatchObject({
      reason: 'goes_public',
    });
  });
});

describe('一括承認', () => {
  const sheet = [reported(one, [piece(1, 1)]), reported(two), reported(three), ...open.slice(3)];
  const goals = sheet.slice(0, 3).map(({ id }) => ({ id, version: 1, step: 0 }));

  test('offers no goal of which something goes public', () => {
    const [button] = togetherButtons(
      sheet.slice(0, 3).map((task) => ({ task, workingDays: 1 })),
      'ja',
    );
    expect(readTogether(JSON.parse(button!.action)).goals.map(({ id }) => id)).toEqual([two.id, three.id]);
  });

  test.each<[Language, string]>([
    ['ja', 'No.1 は含めていません：承認されると、根拠資料「名簿1.pdf」は公表されます。'],
    ['en', 'No.1 is left out: Once approved, this evidence is published: “名簿1.pdf”.'],
  ])('a list from before the mark approves the others, and says why not this one (%s)', (language, said) => {
    const command = { kind: 'approve_together', goals } as const;
    const { accepted, outcome } = approveTogether(subjectOf(sheet), command);
    expect(accepted.map(({ report }) => report.id)).toEqual([two.id, three.id]);
    expect(fallbackText(toldOf(command, outcome, language))).toContain(said);
    const look = approveTogether(subjectOf(sheet), { ...command, look: true });
    expect(fallbackText(toldOf(command, look.outcome, language))).toContain(said);
  });
});
