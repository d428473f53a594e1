/** 根拠資料 in the conversation: what was sent is offered to a goal, a link is typed, the list is asked for and read. */
import { describe, expect, test } from '@jest/globals';
import { approvalCard } from '../../../src/core/cards/approval/approval.js';
import { fallbackText } from '../../../src/core/cards/fallback.js';
import { settle } from '../../../src/core/conversation/command-outcome.js';
import type { Input } from '../../../src/core/conversation/input.js';
import { step } from '../../../src/core/conversation/step.js';
import { emptyDesk } from '../../../src/core/draft/drafts.js';
import type { EvidenceItem } from '../../../src/core/evidence/evidence.js';
import type { SentFile } from '../../../src/core/sheet/upload.js';
import { conversation } from '../../support/conversation.js';
import { actorOf, contextOf, tasksOf } from '../../support/tasks.js';

const tasks = tasksOf(0);
const staff = contextOf(tasks, actorOf('s1'));
const section = contextOf(
  tasks.filter(({ sectionId }) => sectionId === tasks[0]!.sectionId),
  actorOf('s1'),
);
const one = contextOf(tasks.slice(0, 1), actorOf('s1'));

const sent = (...files: SentFile[]) =>
  ({
    id: 'in-1',
    person: 'p',
    place: 'test:dm',
    aside: 'test:dm',
    surface: 'direct',
    kind: 'said',
    text: '',
    files,
  }) as const satisfies Input;
const picture: SentFile = { name: '写真.jpg', size: 2_000_000, kept: true, upload: 'f1', kind: 'jpeg' };
const shown = (effects: ReturnType<typeof step>['effects']) =>
  effects.flatMap((effect) => (effect.kind === 'show' ? [fallbackText(effect.card)] : []));
const commands = (effects: ReturnType<typeof step>['effects']) =>
  effects.flatMap((effect) => (effect.kind === 'record' ? [effect.command] : []));

test('a link for a goal goes with the one whose number is printed otherwise', () => {
  const [first, ...more] = tasks.slice(0, 3);
  const talk = conversation(contextOf([{ ...first!, goalNo: '（１）' }, ...more], actorOf('s1')));
  talk.say('根拠 1番 https://example.lg.jp/a');
  expect(commands(talk.effects())).toMatchObject([{ kind: 'add_evidence', task: first!.id }]);
});

describe('a file of somebody who reports', () => {
  test('a picture is offered to their goals; the one that is being answered stands first', () => {
    const [text] = shown(step(emptyDesk, sent(picture), staff).effects);
    expect(text).toContain('「写真.jpg」（1.9 MB）を根拠資料として付けますか');
    expect(text).not.toContain('事務局だけができます');
    const talk = conversation(staff).say('続き');
    const goal = tasks.find(({ id }) => id === talk.desk().focus)!;
    const { effects, desk } = step(talk.desk(), sent(picture), staff);
    expect(shown(effects)[0]).toContain(`いま報告している目標は ${goal.sectionName} No.${goal.goalNo}`);
    expect(desk).toEqual(talk.desk());
    const card = effects.flatMap((effect) => (effect.kind === 'show' ? [effect.card] : []))[0]!;
    const [first] = card.name === 'message' ? card.view.buttons : [];
    expect(first).toMatchObject({ style: 'primary', title: `No.${goal.goalNo} に付ける` });
    expect(JSON.parse(first!.action)).toEqual({ do: 'add_evidence', of: goal.id, v: 0, with: 'f1' });
  });

  test('the goal that is named beside it is the only one offered, and its empty list is not told', () => {
    const { effects, desk } = step(emptyDesk, { ...sent(picture), text: '根拠 2番' }, section);
    expect(effects).toHaveLength(1);
    const [card] = effects.flatMap((effect) => (effect.kind === 'show' ? [effect.card] : []));
    expect(card?.name === 'message' ? card.view.buttons : []).toMatchObject([
      { style: 'primary', title: 'No.2 に付ける' },
    ]);
    expect(desk).toEqual(emptyDesk);
    // Without a number all are offered; a sentence is none.
    const buttons = (text: string) =>
      step(emptyDesk, { ...sent(picture), text }, section).effects.flatMap((effect) =>
        effect.kind === 'show' && effect.card.name === 'message' ? effect.card.view.buttons : [],
      );
    expect(buttons('根拠')).toHaveLength(section.tasks.length);
    expect(buttons('根拠 となる資料は、2番の写真').length).toBeGreaterThan(1);
  });

  test('in English, too', () => {
    const world = { ...staff, actor: { ...staff.actor, language: 'en' as const } };
    expect(shown(step(emptyDesk, sent(picture), world).effects)[0]).toMatch(
      /^Attach “写真.jpg” \(1.9 MB\) as evidence\?/u,
    );
  });

  test('a workbook is looked into first: it may be a sheet', () => {
    const book: SentFile = { name: '名簿.xlsx', size: 9_000, kept: true, upload: 'f2', kind: 'xlsx' };
    expect(step(emptyDesk, sent(book), staff).effects).toEqual([
      { kind: 'record', place: 'test:dm', command: { kind: 'look_evidence', file: 'f2' } },
    ]);
  });

  test.each([
    [{ name: 'a.exe', size: 9, kept: true, upload: 'f' }, 'お預かりできるのは、Excel（.xlsx）、PDF、画像'],
    [{ name: 'a.pdf', size: 0, kept: false, why: 'too_large' }, '大きすぎて、お預かりできません'],
    [{ name: 'a.pdf', size: 0, kept: false, why: 'unreachable' }, 'もう一度送ってください'],
    [{ name: 'a.pdf', size: 0, kept: false, why: 'unreachable', upload: 'f' }, 'リンクとして付けますか'],
    [{ name: 'r6.csv', size: 9, kept: true, upload: 'f' }, '事務局だけができます'],
  ] as const satisfies readonly (readonly [SentFile, string])[])('%j: %s', (file, said) => {
    expect(shown(step(emptyDesk, sent(file), staff).effects).join()).toContain(said);
  });

  test('without a goal to report it is said that it goes nowhere', () => {
    const text = shown(step(emptyDesk, sent(picture), contextOf([], actorOf('s1'))).effects).join();
    expect(text).toContain('根拠資料を付けられる目標がありません');
  });
});

describe('typed', () => {
  const says = (text: string, world = one) => {
    const { files: _, ...input } = sent();
    return step(emptyDesk, { ...input, text }, world).effects;
  };
  const [goal] = tasks;

  test.each(['根拠', '根拠資料', 'エビデンス', 'Evidence', '根拠資料　'])(
    '%s shows the list of the only goal',
    (text) => {
      expect(commands(says(text))).toEqual([{ kind: 'show_evidence', task: goal!.id, page: 0 }]);
    },
  );

  test('of several goals the one that is named, or it is asked which', () => {
    const no = tasks[1]!.goalNo;
    expect(commands(says(`根拠 ${no}番`, staff))).toEqual([
      { kind: 'show_evidence', task: tasks[1]!.id, page: 0 },
    ]);
    expect(shown(says('根拠', staff)).join()).toContain('どの目標の根拠資料ですか');
  });

  test('a link stands with the goal; one that is none is refused with what is', () => {
    expect(commands(says('根拠 1番 https://city.example.jp/a'))).toEqual([
      { kind: 'add_evidence', task: goal!.id, of: { link: 'https://city.example.jp/a' } },
    ]);
    for (const text of ['根拠 http://city.example.jp/a', '根拠 https://x@y.example/'])
      expect(shown(says(text)).join()).toContain('https:// で始まるアドレス');
  });

  test('a sentence that begins so is an answer', () => {
    const talk = conversation(one).say('続き');
    for (const text of ['根拠 となる資料は共有フォルダーにあります', '根拠となる数は参加者名簿です']) {
      const { files: _, ...input } = sent();
      expect(commands(step(talk.desk(), { ...input, text }, one).effects)).toEqual([]);
    }
  });
});

describe('a file that is sent together with a memo', () => {
  const beside = (text: string, ...files: SentFile[]) => ({ ...sent(...files), text });

  test('goes with it, and is offered to no goal', () => {
    const link: SentFile = { name: '図.pdf', size: 0, kept: false, why: 'unreachable', upload: 'f2' };
    const { effects } = step(emptyDesk, beside('メモ 1番 ワークショップ、32人', picture, link), staff);
    const [command, ...more] = commands(effects);
    expect(command).toMatchObject({ kind: 'note_memo', goalNo: '1', files: ['f1', 'f2'] });
    expect([more, shown(effects)]).toEqual([[], []]);
    const memo = {
      id: 'memo.1',
      text: '図',
      countsOn: null,
      own: true,
      day: '2023-09-20',
      number: '',
      link: '',
    };
    const done = { memo: { ...memo, goalId: null, source: '' }, choices: [], noGoal: '', sum: null };
    const outcome = { ok: true, goalNo: '', version: 0, complete: false, memo: done } as never;
    expect(commands(settle(emptyDesk, 'test:dm', command!, outcome, staff).effects)).toEqual([
      { kind: 'add_evidence', memo: 'memo.1', of: { file: 'f1' } },
      { kind: 'add_evidence', memo: 'memo.1', of: { file: 'f2' } },
    ]);
  });

  test('with nothing but the word it is called by its name; without a file the word lists', () => {
    expect(commands(step(emptyDesk, beside('メモ 1番', picture), staff).effects)).toMatchObject([
      { kind: 'note_memo', memo: { text: '写真.jpg' }, goalNo: '1', files: ['f1'] },
    ]);
    expect(commands(step(emptyDesk, beside('メモ 1番'), staff).effects)).toMatchObject([
      { kind: 'show_memos' },
    ]);
  });

  test('what is no evidence is said to be none, and the memo is noted without it', () => {
    const { effects } = step(
      emptyDesk,
      beside('メモ 1番 ワークショップ', { name: 'a.exe', size: 9, kept: true, upload: 'f' }),
      staff,
    );
    expect(commands(effects)).toEqual([expect.not.objectContaining({ files: expect.anything() })]);
    expect(shown(effects).join()).toContain('「a.exe」は、根拠資料としてお預かりできません');
  });

  test('where the memo is refused it is said that the file is with none', () => {
    const [command] = commands(step(emptyDesk, beside('メモ 1番 あ', picture), staff).effects);
    const outcome = { ok: false, refusal: { reason: 'not_entitled' } } as const;
    const text = shown(settle(emptyDesk, 'test:dm', command!, outcome, staff).effects).join();
    expect(text).toContain('いっしょに送られたファイルも、まだ付いていません');
  });
});

describe('a file for a memo that stands', () => {
  const recentMemos = [{ id: 'memo.1', text: '木崎地区でワークショップ、32人が参加しました' }];
  const lastCard = (effects: ReturnType<typeof step>['effects']) => {
    const card = effects.flatMap((effect) => (effect.kind === 'show' ? [effect.card] : []))[0]!;
    return card.name === 'message' ? card.view.buttons : [];
  };

  test('is offered to the memos written last, beside the goals', () => {
    const buttons = lastCard(step(emptyDesk, sent(picture), { ...staff, recentMemos }).effects);
    expect(buttons.at(-1)).toMatchObject({ title: '実績メモ「木崎地区でワークショップ、32…」 に付ける' });
    const action = JSON.parse(buttons.at(-1)!.action) as {
      do: 'add_evidence';
      of: string;
      with: string;
      v: 0;
    };
    const { files: _, text: __, ...input } = sent();
    expect(
      commands(step(emptyDesk, { ...input, kind: 'pressed', action, fields: {} }, staff).effects),
    ).toEqual([{ kind: 'add_evidence', memo: 'memo.1', of: { file: 'f1' } }]);
  });

  test('where nothing is to be reported, to them alone', () => {
    const nothing = { ...contextOf([], actorOf('s1')), recentMemos };
    const { effects } = step(emptyDesk, sent(picture), nothing);
    expect(shown(effects)[0]).toContain('根拠資料として付けますか');
    expect(lastCard(effects)).toHaveLength(1);
    expect(shown(effects)[0]).toContain('課で報告する方どうしで見られます');
    expect(shown(effects)[0]).not.toContain('承認する方');
  });

  test('in its thread it is added at once, what is no evidence is said; a number beside it counts', () => {
    const memo = { id: 'memo.1' } as never;
    const inThread = (text: string, ...files: SentFile[]) =>
      ({
        ...sent(...files),
        text,
        surface: 'thread' as const,
        place: 'test:dm:1',
      }) as const;
    const added = { kind: 'add_evidence', memo: 'memo.1', of: { file: 'f1' } };
    const world = { ...staff, memo };
    expect(commands(step(emptyDesk, inThread('', picture), world).effects)).toEqual([added]);
    expect(commands(step(emptyDesk, inThread('当日の写真です', picture), world).effects)).toEqual([added]);
    expect(shown(step(emptyDesk, inThread('当日の写真です', picture), world).effects)).toEqual([]);
    expect(commands(step(emptyDesk, inThread('+12', picture), world).effects)).toMatchObject([
      added,
      { kind: 'count_on', memo: 'memo.1', number: '12' },
    ]);
    const wrong = step(emptyDesk, inThread('', { name: 'a.exe', size: 9, kept: true, upload: 'f' }), world);
    expect(commands(wrong.effects)).toEqual([]);
    expect(shown(wrong.effects).join()).toContain('お預かりできません');
  });
});

describe('a file of 事務局 who reports for a section, too', () => {
  const own = actorOf('s1');
  const desk = {
    ...own.posts[0]!,
    postId: 'desk',
    role: 'coordinator',
    title: '事務局',
    sectionId: 's9',
  } as const;
  const both = contextOf(tasks, { ...own, posts: [...own.posts, desk] });
  const office = contextOf([], { ...own, posts: [desk] });
  const book: SentFile = { name: '名簿.xlsx', size: 9_000, kept: true, upload: 'f2', kind: 'xlsx' };
  const preview = { kind: 'preview_upload', upload: 'f2' };
  const presses = (effects: ReturnType<typeof step>['effects'], title: string) => {
    const card = effects.flatMap((effect) => (effect.kind === 'show' ? [effect.card] : []))[0]!;
    const button = card.name === 'message' ? card.view.buttons.find((one) => one.title === title) : undefined;
    const { files: _, text: __, ...input } = sent();
    const action = JSON.parse(button!.action) as { do: 'read_as'; of: string; v: number; with: string };
    return commands(step(emptyDesk, { ...input, kind: 'pressed', action, fields: {} }, both).effects);
  };

  test('a workbook may be either: it is asked which is meant, once', () => {
    const { effects } = step(emptyDesk, sent(book), both);
    expect(commands(effects)).toEqual([]);
    expect(shown(effects)[0]).toContain('「名簿.xlsx」は、どちらですか');
    expect(presses(effects, '取り込む')).toEqual([preview]);
    expect(presses(effects, '根拠資料にする')).toEqual([{ kind: 'look_evidence', file: 'f2' }]);
  });

  test('a picture is no table: it is offered to the own goals, and goes with a memo that is sent with it', () => {
    expect(shown(step(emptyDesk, sent(picture), both).effects)[0]).toContain('根拠資料として付けますか');
    const memo = step(emptyDesk, { ...sent(picture), text: 'メモ 1番 ワークショップ' }, both);
    expect(commands(memo.effects)).toMatchObject([{ kind: 'note_memo', files: ['f1'] }]);
  });

  test('who is 事務局 alone is not asked', () => {
    for (const file of [book, { ...picture, upload: 'f2' }])
      expect(commands(step(emptyDesk, sent(file), office).effects)).toEqual([preview]);
  });
});

describe('the list', () => {
  const item = (no: number, more: Partial<EvidenceItem> = {}): EvidenceItem => ({
    id: `${tasks[0]!.id}/${no}`,
    name: `名簿${no}.pdf`,
    file: { kind: 'pdf', size: 1_300_000, sha256: 'a'.repeat(64) },
    link: null,
    by: { personId: 'p', name: '担当者', post: '担当者', at: '2024-03-04T01:00:00.000Z' },
    ...more,
  });
  const list = (
    items: readonly EvidenceItem[],
    page = 0,
    removable: string[] = [],
    more: { markable?: true; language?: 'ja' | 'en' } = {},
  ) => {
    const { effects } = settle(
      emptyDesk,
      'test:dm',
      { kind: 'show_evidence', task: tasks[0]!.id, page },
      {
        ok: true,
        goalNo: '1',
        version: 0,
        complete: false,
        evidence: {
          kind: 'list',
          task: tasks[0]!.id,
          goalNo: '1',
          section: '建設課',
          items,
          removable,
          ...(more.markable ? { markable: true } : {}),
          page,
          did: null,
        },
      },
      { ...staff, actor: { ...staff.actor, language: more.language ?? 'ja' } },
    );
    return shown(effects).join();
  };

  test('each with size, who and when, and a button that gives it; only own ones can be taken away', () => {
    const link = item(2, { name: 'city.example.jp 資料', file: null, link: 'https://city.example.jp/a' });
    const text = list([item(1), link], 0, [link.id]);
    expect(text).toContain('建設課 No.1 の根拠資料（2件）');
    expect(text).toContain('1. 名簿1.pdf（1.2 MB）　担当者 3月4日(月)');
    expect(text).toContain('https://city.example.jp/a');
    expect(text).toContain('1 を受け取る');
    expect(text).not.toContain('2 を受け取る');
    expect(text).not.toContain('1 を外す');
    expect(text).toContain('2 を外す');
  });

  test.each([
    ['ja', '公表する（承認の後の公表から', '1 を公表する', '2 の公表をやめる'],
    ['en', 'to be published (open to everybody', 'Publish 1', 'Do not publish 2'],
  ] as const)(
    'what is to be published says so; who reports may say it of each (%s)',
    (language, state, mark, unmark) => {
      const items = [item(1), item(2, { publicFrom: 1 })];
      const text = list(items, 0, [], { markable: true, language });
      expect([text.split(state).length, text.includes(mark), text.includes(unmark)]).toEqual([2, true, true]);
      const seen = list(items, 0, [], { language });
      expect([seen.split(state).length, seen.includes(mark), seen.includes(unmark)]).toEqual([
        2,
        false,
        false,
      ]);
    },
  );

  test('before it is said, what it means is', () => {
    const pressed = (name: 'mark_evidence' | 'mark_evidence_now' | 'unmark_evidence') => {
      const { files: _, text: __, ...input } = sent();
      const action = { do: name, of: item(1).id, v: 0, with: name === 'mark_evidence' ? '名簿1.pdf' : '' };
      return step(emptyDesk, { ...input, kind: 'pressed', action, fields: {} }, staff).effects;
    };
    const asked = pressed('mark_evidence');
    expect(commands(asked)).toEqual([]);
    expect(shown(asked).join()).toMatch(
      /「名簿1.pdf」を公表しますか.*だれでも開けるページ.*個人の分かるもの/su,
    );
    expect(commands(pressed('mark_evidence_now'))).toEqual([
      { kind: 'mark_evidence', evidence: item(1).id, on: true },
    ]);
    expect(commands(pressed('unmark_evidence'))).toEqual([
      { kind: 'mark_evidence', evidence: item(1).id, on: false },
    ]);
  });

  test('long ones by pages, and none said as such', () => {
    const items = Array.from({ length: 14 }, (_, at) => item(at + 1));
    expect(list(items)).toContain('続き');
    expect(list(items, 2)).toContain('14. 名簿14.pdf');
    expect(list(items, 99)).not.toContain('続き');
    expect(list([])).toContain('まだありません');
  });

  test('whoever approves reads on the card what stands with the report, and opens it from there', () => {
    const signed = {
      personId: 'p',
      name: '担当者',
      post: '担当者',
      at: '2024-03-04T01:00:00.000Z',
      actingFor: null,
    };
    const task = {
      ...tasks[0]!,
      evidence: [item(1), item(2), item(3), item(4, { publicFrom: 1 })],
      report: {
        id: tasks[0]!.id,
        goalId: tasks[0]!.goalId,
        roundId: tasks[0]!.round.id,
        sectionId: tasks[0]!.sectionId,
        version: 1,
        state: 'submitted',
        content: { answers: [], nextPolicy: '' },
        previous: null,
        writer: signed,
        approvals: [],
        returned: null,
        late: false,
      } as never,
    };
    const text = fallbackText(
      approvalCard({
        task,
        section: {
          id: tasks[0]!.sectionId,
          name: '建設課',
          department: '北区役所',
          parentId: null,
          route: [{ role: 'section_manager', where: 'channel', act: 'approve' } as never],
        },
        language: 'ja',
      }),
    );
    expect(text).toContain(
      '根拠資料：名簿4.pdf（1.2 MB、公表する）、名簿1.pdf（1.2 MB）、名簿2.pdf（1.2 MB）、ほか1件',
    );
    expect(text).toMatch(/ボタン：.*根拠資料/u);
  });
});
