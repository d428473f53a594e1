/** A plan of 目標設定 as a draft holds it: what is asked, and what is submitted. */
import { describe, expect, test } from '@jest/globals';
import type { FormView, QuestionView } from '../../../src/core/cards/card.js';
import { addGoalForm } from '../../../src/core/cards/plan/add-goal.js';
import { planQuestionCard } from '../../../src/core/cards/plan/cards.js';
import { answerText } from '../../../src/core/draft/answer.js';
import { checksOfDraft } from '../../../src/core/draft/checks.js';
import type { Draft } from '../../../src/core/draft/drafts.js';
import { readDesk, withForm } from '../../../src/core/draft/drafts.js';
import {
  idAt,
  isPlanTask,
  type PlanTask,
  placeOf,
  planBegun,
  planField,
  planOf,
  promisesLeft,
  readDecision,
  standsIn,
  withPlanned,
  withPromise,
} from '../../../src/core/draft/plan/plan-draft.js';
import { contentOf, nextQuestion } from '../../../src/core/draft/questions.js';
import { promiseMark } from '../../../src/core/report/plan/promised.js';
import type { Report } from '../../../src/core/report/report.js';
import { sheetTasks } from '../../../src/core/report/tasks-of-sheet.js';
import { numberSheet } from '../../../src/core/sheet/ids.js';
import { copiedTo } from '../../../src/core/sheet/next-year.js';
import { planOf as planOfYear } from '../../../src/core/sheet/plan-list.js';
import { niigataR5 } from '../../../src/core/sheet/scale.js';
import type { Goal, Sheet } from '../../../src/core/sheet/sheet.js';
import { printedSheets } from '../../store/postgres/city.js';

const roads = printedSheets().find(({ header }) => header.organization.text === '建設課')!;

function tasksOf(
  sheet: Sheet = copiedTo(roads, 2024),
  changed: (goal: Goal) => Goal = (goal) => goal,
): PlanTask[] {
  const before = { ...roads, goals: roads.goals.map(changed) };
  const section = { id: 's1', name: '建設課', department: '北区', parentId: null, route: [] };
  const record = {
    section,
    scale: niigataR5,
    directions: {},
    reports: [],
    sheet,
    numbering: numberSheet('s1.2024', sheet, null),
    lastYear: { sheet: before, numbering: numberSheet('s1.2023', before, null) },
  };
  const round = {
    id: '2024-targets',
    fiscalYear: 2024,
    kind: 'targets',
    opensOn: '2024-04-01',
    dueOn: '2024-04-30',
    asOf: '2024-04-01',
    state: 'open',
  } as const;
  return sheetTasks(record, [round]).filter(isPlanTask);
}

function drafted(task: PlanTask): Draft {
  const draft: Draft = {
    task: task.id,
    turn: 1,
    base: 0,
    answers: {},
    plan: planBegun(task),
    asking: { at: 'review' },
    startedAt: '',
    touchedAt: '',
  };
  return { ...draft, asking: nextQuestion(task, draft) };
}

/** One text after another as the answers to what is asked. */
function answered(task: PlanTask, ...texts: readonly string[]): Draft {
  let draft = drafted(task);
  for (const text of texts) {
    const taken = answerText(task, draft, draft.asking, text);
    if (!taken.ok) throw new Error(taken.problem.ja);
    draft = { ...taken.draft, asking: nextQuestion(task, taken.draft) };
  }
  return draft;
}

const [first] = tasksOf();
const id = first!.indicators[0]!.id;

describe('what is asked', () => {
  test('kept: nothing more; the plan is that of last year', () => {
    const draft = answered(first!, 'このまま');
    expect(draft.asking).toEqual({ at: 'review' });
    expect(contentOf(first!, draft)?.plan).toEqual(first!.planned);
  });

  test('changed: the target of every indicator', () => {
    const draft = answered(first!, '変える');
    expect(draft.asking).toEqual({ at: 'target', indicator: id });
    const done = answered(first!, '変える', '220人以上');
    expect(done.asking).toEqual({ at: 'review' });
    expect(contentOf(first!, done)?.plan?.indicators).toMatchObject([
      { id, target: '220人以上', was: { target: '200人以上' }, decision: 'change' },
    ]);
  });

  test('dropped: why, and nothing is complete before it', () => {
    const draft = answered(first!, 'やめる');
    expect([draft.asking, contentOf(first!, draft)]).toEqual([{ at: 'grounds' }, null]);
    expect(contentOf(first!, answered(first!, 'やめる', '完了したため'))?.plan).toMatchObject({
      decision: 'drop',
      grounds: '完了したため',
      indicators: [{ decision: 'drop' }],
    });
  });

  test('a blank target is asked for, though the goal is kept, and is no other change', () => {
    const [task] = tasksOf(copiedTo(roads, 2024, 'blank'));
    const draft = answered(task!, 'このまま');
    expect(draft.asking.at).toBe('target');
    const done = answered(task!, 'このまま', '200人以上');
    expect(contentOf(task!, done)?.plan).toMatchObject({
      decision: 'keep',
      indicators: [{ target: '200人以上', decision: 'keep' }],
    });
  });

  test('a goal that last year did not have is new, and may be given up', () => {
    const copy = copiedTo(roads, 2024);
    const goal = {
      ...copy.goals[0]!,
      text: '新しい目標',
      indicators: [{ ...copy.goals[0]!.indicators[0]!, name: '新しい指標' }],
    };
    const task = tasksOf({ ...copy, goals: [...copy.goals, { ...goal, no: '5' }] }).at(-1)!;
    expect(drafted(task).asking).toEqual({ at: 'review' });
    expect(contentOf(task, drafted(task))?.plan).toMatchObject({
      decision: 'add',
      was: null,
      indicators: [{ decision: 'add' }],
    });
  });
});

test.each([
  ['このまま', 'keep'],
  ['維持', 'keep'],
  ['変更する', 'change'],
  ['廃止', 'drop'],
  ['drop', 'drop'],
  ['190人', null],
  ['やめる予定はありません', null],
])('%s decides %s', (text, decision) => {
  expect(readDecision(text)).toBe(decision);
});

describe('the form', () => {
  test('a field that is changed decides to change the goal; one that is as it was does not', () => {
    const draft = drafted(first!);
    const { key } = planField(first!, 'overview.0')!;
    expect(planOf(first!, withPlanned(first!, draft, key, '回数を増やす'))).toMatchObject({
      decision: 'change',
      indicators: [{ overview: '回数を増やす', decision: 'change', target: '200人以上' }],
    });
  });

  test('an indicator that is added has an id of its own, and the place behind those of the sheet', () => {
    expect(idAt(first!, 0)).toBe(id);
    expect(idAt(first!, 1)).toBe(`${first!.goalId}.n1`);
    expect(placeOf(first!, `${first!.goalId}.n2`)).toBe(2);
    expect([
      idAt(first!, -1),
      idAt(first!, 9),
      planField(first!, 'name.9'),
      planField(first!, 'x.0'),
    ]).toEqual([null, null, null, null]);
    const { key } = planField(first!, 'name.1')!;
    const named = withPlanned(first!, drafted(first!), key, '植栽した本数');
    expect(planOf(first!, named).indicators).toMatchObject([
      { id },
      { name: '植栽した本数', was: null, decision: 'add' },
    ]);
    expect(contentOf(first!, named)).toBeNull();
  });
});

describe('what is asked about', () => {
  const checks = (task: PlanTask, ...texts: readonly string[]) =>
    checksOfDraft(task, answered(task, ...texts), { today: '2024-04-08', tasks: [] });

  test.each(['変える', 'このまま'])(
    'a target far below last year’s result, also where it is kept: %s',
    (said) => {
      const [task] = tasksOf();
      const low = {
        ...task!,
        indicators: [
          { ...task!.indicators[0]!, earlier: [{ ...task!.indicators[0]!.earlier[0]!, result: '260人' }] },
        ],
      };
      const found = checks(low, said, ...(said === '変える' ? ['200人以上'] : []));
      expect(found.map(({ message }) => message.ja)).toEqual([
        '前年度の結果は「260人」、今年度の目標は「200人以上」です。前年度にできたことより、目標が低くなっています。',
      ]);
      expect(checks(low, '変える', '210人以上')).toEqual([]);
      expect(checks(low, 'やめる', '完了')).toEqual([]);
    },
  );

  test('what fewer is better of, above last year’s result', () => {
    const [task] = tasksOf();
    const [one] = task!.planned.indicators;
    const lower = {
      ...task!,
      planned: { ...task!.planned, indicators: [{ ...one!, name: '苦情件数', target: '10件以下' }] },
      indicators: [
        { ...task!.indicators[0]!, earlier: [{ ...task!.indicators[0]!.earlier[0]!, result: '5件' }] },
      ],
    };
    expect(checks(lower, '変える', '10件以下')[0]?.message.ja).toContain('目標が緩くなっています');
    expect(checks(lower, '変える', '6件以下')).toEqual([]);
  });

  test('the same target for the third year; texts that are no number are left alone', () => {
    const [task, second] = tasksOf();
    const [one] = task!.planned.indicators;
    const third = { ...task!, planned: { ...task!.planned, indicators: [{ ...one!, before: '200人以上' }] } };
    expect(checks(third, 'このまま').map(({ message }) => message.ja)).toEqual([
      '目標は3年続けて「200人以上」です。見直すことがないか確かめてください。',
    ]);
    expect(checks(task!, 'このまま')).toEqual([]);
    expect(checks(second!, 'このまま')).toEqual([]);
  });

  test('a 位置づけ that the list of the plan does not have, of what is changed; without a list nobody is asked', () => {
    const [task] = tasksOf();
    const code = task!.planned.indicators[0]!.place;
    expect(code).not.toBe('');
    const planList = planOfYear([{ fromYear: 2023, code: '政策99', name: '別の政策' }], 2024)!;
    const listed = planOfYear([{ fromYear: 2023, code, name: 'その政策' }], 2024)!;
    expect(checks({ ...task!, planList }, '変える', '210人以上')).toMatchObject([
      {
        indicatorId: id,
        texts: [{ of: 'place', text: code }],
        message: {
          ja: `位置づけ「${code}」は、計画の一覧（令和5年度から）にありません。番号が合っているか確かめてください。`,
          en: `「${code}」 is not in the list of the plan (from fiscal year 2023). Please check the code.`,
        },
      },
    ]);
    expect(checks({ ...task!, planList: listed }, '変える', '210人以上')).toEqual([]);
    expect(checks({ ...task!, planList }, 'このまま')).toEqual([]);
    expect(checks({ ...task!, planList }, 'やめる', '完了')).toEqual([]);
    expect(checks(task!, '変える', '210人以上')).toEqual([]);
  });
});

describe('what last year promised for this year', () => {
  const [, second] = tasksOf();
  const sentence = '工事中の北口エレベーターについては、R6年夏頃の供用開始を目指し工程管理を行っていきます。';
  const [promise] = second!.promises!;
  const mark = promiseMark(promise!);

  test('stands beside the question of its goal with a button to take it over; what falls into a later year does not', () => {
    expect(promise).toMatchObject({ sentence, until: '2024-08-31' });
    const view = planQuestionCard(second!, drafted(second!), 'ja').view as QuestionView;
    expect(view.facts).toContainEqual({ label: '前年度の今後の方針（約束）', value: sentence });
    expect(view.buttons.map(({ title }) => title)).toEqual([
      'まとめて入力',
      '約束を取組指標にする',
      '約束を新しい目標にする',
      'あとで',
    ]);
    const later = tasksOf(copiedTo(roads, 2024), (goal) => ({
      ...goal,
      nextPolicy: '令和7年度に新たな協議会を設立します。令和6年度中に2地区で始めます。',
    }));
    expect(later[0]!.promises!.map((one) => one.sentence)).toEqual(['令和6年度中に2地区で始めます。']);
  });

  test('as an indicator: its sentence is the 概要, and nothing is in the plan before it has a name or a target', () => {
    const opened = withPromise(second!, answered(second!, '変える'), mark);
    const added = `${second!.goalId}.n1`;
    expect(standsIn(second!, opened, `overview:${added}`)).toBe(sentence);
    expect(planOf(second!, opened).indicators).toHaveLength(1);
    const named = withPlanned(second!, opened, `name:${added}`, '北口の供用開始');
    const plan = planOf(second!, withPlanned(second!, named, `target:${added}`, 'R6年8月'));
    expect(plan.indicators[1]).toMatchObject({ name: '北口の供用開始', overview: sentence, promise });
    expect(promisesLeft(second!, named)).toEqual([]);
    // Of a goal that stays as it is nothing is added.
    expect(planOf(second!, answered(second!, 'このまま')).indicators).toHaveLength(1);
  });

  test('as a goal of its own: the form begins with the sentence', () => {
    const { view } = addGoalForm(second!, 'ja', mark);
    const [goal] = (view as FormView).groups[0]!.fields;
    expect(goal).toMatchObject({ id: 'goal', value: sentence });
    expect((addGoalForm(second!, 'ja').view as FormView).groups[0]!.fields[0]!.value).toBe('');
  });

  test('what was returned still says which promise it takes over', () => {
    const draft = withPlanned(
      second!,
      withPromise(second!, answered(second!, '変える'), mark),
      `name:${second!.goalId}.n1`,
      '北口の供用開始',
    );
    const plan = planOf(second!, draft);
    const report = { content: { answers: [], nextPolicy: '', plan } } as unknown as Report;
    const again = { ...drafted(second!), plan: planBegun({ ...second!, report }) };
    expect(planOf(second!, again).indicators[1]!.promise).toEqual(promise);
  });
});

test('an older instance leaves a desk with a plan to a newer one', () => {
  const draft = answered(first!, '変える');
  const kept = withForm({ form: 1, drafts: { [first!.id]: draft }, focus: null, threads: {}, held: [] });
  expect(kept.form).toBe(3);
  expect(readDesk(JSON.stringify(kept))).toEqual(kept);
});
