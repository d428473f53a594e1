import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { unescapeEntities } from '../../../src/chat/render/escape.js';
import { LIMITS } from '../../../src/chat/render/limits.js';
import { paginate, renderSlack, renderTeams, type SlackMessage } from '../../../src/chat/render/render.js';
import type { Card } from '../../../src/core/cards/card.js';
import { fallbackText } from '../../../src/core/cards/fallback.js';
import { adaptiveCardProblems, walk } from '../../support/adaptive-card.js';
import { blockKitProblems } from '../../support/block-kit.js';
import { cardsOf } from '../../support/sample-cards.js';
import { unescapeMarkdown } from '../../support/unescape-markdown.js';
import { withTexts } from '../../support/with-texts.js';

const HOSTILE = [
  '<!channel> <!here> <@U012345> <#C012345> <https://example.jp|押してください>',
  '&lt;!channel&gt; &amp; &',
  '${goal} ${$root.secret} ${if(true, 1, 2)} $' + '{',
  '*太字* _斜体_ ~取消~ `code` ```block``` :smile: @here @channel',
  '[リンク](https://example.jp) ![絵](https://example.jp/a.png) **太字** <at>課長</at>',
  '# 見出し\n- 箇条書き\n1. 番号\n> 引用\n---\n===',
  '{{DATE(2024-04-01T00:00:00Z,SHORT)}} {{TIME(2024-04-01T00:00:00Z)}}',
  '"quotes" \\ backslash \' \t tab \r\n new line \u0000 \u202e rtl \u200b',
  '👨‍👩‍👧‍👦'.repeat(200),
  'か\u3099'.repeat(1000),
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢'.repeat(50),
  '&'.repeat(2500),
  '<'.repeat(2500),
  '*'.repeat(2500),
  '  ',
  '\n\n\n',
  '',
];

const FLOODED = new Set([
  'question status 1',
  'review 1',
  'form report 1',
  'message notice 1 0',
  'tasks status',
  'summary complete',
  'approval again 1',
  'approval corrected 1',
]);

function problemsOf(card: Card): string[] {
  const teams = renderTeams(card);
  const slack = renderSlack(card);
  const nulls = JSON.stringify([teams, slack]).includes('null') ? ['null'] : [];
  return [...adaptiveCardProblems(teams), ...blockKitProblems(slack), ...nulls];
}

/** Texts that a platform would read markup in, or show. */
function shownTexts(rendered: unknown): string[] {
  const found: string[] = [];
  walk(rendered, (element) => {
    for (const key of ['text', 'title', 'value'])
      if (typeof element[key] === 'string' && element.type !== 'button' && element.type !== 'Input.Text')
        found.push(element[key] as string);
  });
  return found;
}

const REAL = cardsOf(6);
const ENGLISH = cardsOf(3, 'en', 'midyear');
/** One card of every kind and state. */
const REAL_CARDS = [
  ...Object.entries(REAL).filter(([key]) => !/ [234]( \d)?$/u.test(key)),
  ...Object.entries(ENGLISH).filter(([key]) => /^(question|review|form).* 2$|^summary|^tasks/u.test(key)),
];

describe('hostile texts', () => {
  test.each(HOSTILE.map((text) => [text.slice(0, 40), text]))('%j', (_name, text) => {
    // floods take the longest way through paging and shortening: one card of each kind is enough
    const cards = text.length > 400 ? REAL_CARDS.filter(([key]) => FLOODED.has(key)) : REAL_CARDS;
    for (const [key, card] of cards) {
      const hostile = withTexts(card, () => text);
      const pages = paginate(hostile);
      for (const page of [hostile, ...pages]) expect([key, problemsOf(page)]).toEqual([key, []]);
    }
  });

  test('any text at all, in any place', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...REAL_CARDS.map(([, card]) => card)),
        fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.constantFrom(...HOSTILE)), {
          minLength: 1,
          maxLength: 7,
        }),
        (card, texts) => {
          let i = 0;
          const hostile = withTexts(card, () => texts[i++ % texts.length]!);
          expect(problemsOf(hostile)).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('what looks like an expression stays as typed', () => {
    const typed = '${goal} と ${$root.colon}';
    const card = withTexts(REAL['approval waiting 1']!, (before) =>
      before.startsWith('No.1') ? typed : before,
    );
    expect(JSON.stringify(renderTeams(card))).toContain(typed);
    expect(JSON.stringify(renderSlack(card))).toContain(typed);
  });

  test('what was typed can be read back from what is shown', () => {
    const typed = '<!channel> *重要* [1](x) #1 & 200人以上 → 190人、95.0% {{DATE(a)}}';
    const card = withTexts(REAL['message help']!, () => typed);
    expect(shownTexts(renderTeams(card)).map(unescapeMarkdown)).toContain(typed);
    expect(shownTexts(renderSlack(card)).map(unescapeEntities).join('\n')).toContain(typed);
  });

  test('texts of people never stand where Slack reads markup', () => {
    const mark = '\ue000';
    for (const [key, card] of REAL_CARDS) {
      const view = JSON.parse(JSON.stringify(card.view), (name, value: unknown) =>
        typeof value === 'string' &&
        [
          'goal',
          'indicator',
          'result',
          'target',
          'reason',
          'status',
          'policy',
          'before',
          'after',
          'writer',
          'detail',
          'label',
        ].includes(name)
          ? value + mark
          : value,
      ) as Card['view'];
      if ('labels' in card.view) Object.assign(view, { labels: card.view.labels });
      walk(renderSlack({ ...card, view } as Card), (element) => {
        if (element.type === 'mrkdwn')
          expect([key, element.text]).toEqual([key, expect.not.stringContaining(mark)]);
      });
    }
  });
});

describe('corrections within a text', () => {
  const corrected = REAL['approval corrected 1'] as Extract<Card, { name: 'approval' }>;
  const withRuns = (runs: Extract<Card, { name: 'approval' }>['view']['changes'][number]['runs']): Card => {
    const marked = runs.map(({ text }) => text).join('');
    const changes = [{ label: '目標達成状況', before: '', after: '', marked, runs }];
    return { ...corrected, view: { ...corrected.view, changes } };
  };
  const inlinesOf = (card: Card): Record<string, unknown>[][] => {
    const blocks: Record<string, unknown>[][] = [];
    walk(renderTeams(card), (element) => {
      if (element.type === 'RichTextBlock') blocks.push(element.inlines as Record<string, unknown>[]);
    });
    return blocks;
  };

  test('are struck through and underlined where a platform can, and told in the text everywhere', () => {
    const change = corrected.view.changes.find(({ runs }) => runs.length > 0)!;
    expect(change.marked).toMatch(/【削除：[^】]+】【追加：[^】]+】/u);
    const inlines = inlinesOf(corrected).flat();
    expect(inlines.filter(({ strikethrough }) => strikethrough === true)).toContainEqual(
      expect.objectContaining({ text: '9' }),
    );
    expect(inlines.filter(({ underline }) => underline === true)).toContainEqual(
      expect.objectContaining({ text: '10', weight: 'Bolder' }),
    );
    const slack = renderSlack(corrected) as SlackMessage;
    expect(shownTexts(slack.blocks).map(unescapeEntities)).toContain(change.marked);
    expect(slack.text).toContain('【削除：');
  });

  test.each(HOSTILE.filter((text) => text.trim() !== '' && text.length < 400).map((text) => [text]))(
    'stand as typed: %j',
    (text) => {
      const card = withRuns([
        { style: 'same', text },
        { style: 'removed', text: `【削除：${text}】` },
        { style: 'added', text: `【追加：${text}】` },
      ]);
      expect(problemsOf(card)).toEqual([]);
      const blocks = inlinesOf(card);
      const typed = `${text}【削除：${text}】【追加：${text}】`;
      const shown = blocks.map((inlines) => inlines.map((inline) => inline.text).join('')).join('\n');
      expect(shown).toBe(
        typed
          .split(/\r\n|\r|\n/u)
          .filter((line) => line.trim() !== '')
          .join('\n'),
      );
      // Clients would put a date in place of these.
      for (const { text: run } of blocks.flat()) expect(String(run)).not.toMatch(/\{\{/u);
      expect(shownTexts((renderSlack(card) as SlackMessage).blocks).map(unescapeEntities)).toContain(typed);
    },
  );

  test('keep within the limits, and say where they are cut', () => {
    const runs = Array.from({ length: 30 }, (_unused, i) => ({
      style: (['same', 'removed', 'added'] as const)[i % 3]!,
      text: `${i}${'{あ'.repeat(400)}`,
    }));
    const card = withRuns(runs);
    expect(problemsOf(card)).toEqual([]);
    expect(JSON.stringify(renderTeams(card))).toContain('省略');
    const many: Card = {
      ...corrected,
      view: { ...corrected.view, changes: Array(40).fill(corrected.view.changes[0]) },
    };
    const pages = paginate(many);
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) {
      expect(problemsOf(page)).toEqual([]);
      expect(JSON.stringify(renderTeams(page))).not.toContain('省略');
    }
  });
});

describe('what stands nowhere else in the chat', () => {
  const COMMENT = 1000;
  const returned = REAL['message notice 1 0'] as Extract<Card, { name: 'message' }>;

  test.each([
    ['long', '直してください。'.repeat(125)],
    ['signs', '&'.repeat(COMMENT)],
    ['marks', '*_'.repeat(COMMENT / 2)],
    ['lines', '<b>\n'.repeat(250)],
  ])('the comment of a return is shown whole: %s', (_name, comment) => {
    expect(comment).toHaveLength(COMMENT);
    const lines = returned.view.lines.map((line) =>
      line.startsWith('コメント：') ? `コメント：${comment}` : line,
    );
    expect(lines).not.toEqual(returned.view.lines);
    const card: Card = { ...returned, view: { ...returned.view, lines } };
    // as it reads on from page to page, the titles of the pages left out
    const squeezed = (text: string) =>
      text.replace(/\s/gu, '').replace(/No\.1が差し戻されました（\d\/\d）/gu, '');
    const pages = paginate(card);
    for (const page of pages) expect(problemsOf(page)).toEqual([]);
    const slack = pages.flatMap((page) => shownTexts((renderSlack(page) as SlackMessage).blocks));
    expect(squeezed(slack.map(unescapeEntities).join(''))).toContain(squeezed(comment));
    const teams = pages.flatMap((page) => shownTexts(renderTeams(page)));
    expect(squeezed(teams.map(unescapeMarkdown).join(''))).toContain(squeezed(comment));
    expect(pages.at(-1)).toMatchObject({ view: { buttons: returned.view.buttons } });
  });

  test('the reason of a correction is whole on the goal’s card', () => {
    const card = REAL['approval correction 1'] as Extract<Card, { name: 'approval' }>;
    const reason = '集計に誤りがありました。'.repeat(83).slice(0, COMMENT);
    const state = card.view.state.replace('集計に誤りがあり、当日受付の分を足していませんでした。', reason);
    expect(state).toContain(reason);
    const one: Card = { ...card, view: { ...card.view, state } };
    for (const shown of [(renderSlack(one) as SlackMessage).blocks, renderTeams(one).body])
      expect(JSON.stringify(shown)).toContain(reason);
  });

  test('only a text that the sheet prints says that 出力 has all of it', () => {
    const flood = (card: Card) => withTexts(card, () => '&'.repeat(9000));
    const texts = (card: Card) => JSON.stringify([renderSlack(flood(card)), renderTeams(flood(card))]);
    expect(texts(REAL['approval waiting 1']!)).toContain('全文は「出力」で');
    for (const key of ['message notice 1 0', 'tasks status', 'message help'])
      expect([key, texts(REAL[key]!)]).toEqual([key, expect.not.stringContaining('出力')]);
  });
});

describe('long cards', () => {
  const long = 'あ'.repeat(1500);
  const approval = REAL['approval waiting 1'] as Extract<Card, { name: 'approval' }>;
  const rows = (count: number) =>
    Array.from({ length: count }, (_unused, i) => ({
      ...approval.view.rows[0]!,
      indicator: `指標その${i + 1}`,
      status: `${i + 1}番${long}`.slice(0, 1500),
    }));
  const card: Card = { ...approval, view: { ...approval.view, rows: rows(12) } };
  const pages = paginate(card) as (typeof approval)[];

  test('are divided so that nothing is lost', () => {
    expect(pages.length).toBeGreaterThan(1);
    const all = pages.map((page) => JSON.stringify(renderSlack(page))).join('');
    const allTeams = pages.map((page) => JSON.stringify(renderTeams(page))).join('');
    for (const row of rows(12))
      for (const text of [row.indicator, row.status]) {
        expect(all).toContain(text);
        expect(allTeams).toContain(text);
      }
    expect(all).not.toContain('省略');
    expect(allTeams).not.toContain('省略');
  });

  test('are numbered, and only the last page has the buttons', () => {
    pages.forEach((page, i) => {
      expect(page.view.heading).toContain(`（${i + 1}/${pages.length}）`);
      expect(page.view.buttons.length > 0).toBe(i === pages.length - 1);
      expect(page.view.state !== '').toBe(i === 0);
      expect(problemsOf(page)).toEqual([]);
    });
  });

  test('have no bold signs around what stands on another page only', () => {
    for (const key of ['summary open', 'review 1']) {
      const one = REAL[key]!;
      const view = JSON.parse(JSON.stringify(one.view)) as { items?: unknown[]; rows?: unknown[] };
      for (const list of ['items', 'rows'] as const)
        if (view[list])
          view[list] = Array.from({ length: 60 }, (_unused, i) => view[list]![i % view[list]!.length]);
      const parts = paginate({ ...one, view } as Card);
      expect(parts.length).toBeGreaterThan(1);
      for (const part of parts) expect(JSON.stringify(renderSlack(part))).not.toContain('"**"');
    }
  });

  test('say all of it to who hears only the text', () => {
    for (const page of pages) {
      const { text } = renderSlack(page) as SlackMessage;
      expect(unescapeEntities(text)).toBe(fallbackText(page));
    }
  });

  test('are shortened, and say so, where they are shown undivided', () => {
    expect(problemsOf(card)).toEqual([]);
    expect(JSON.stringify(renderTeams(card))).toContain('省略');
  });

  test('of every kind fit after dividing', () => {
    const many = <T>(list: T[]): T[] => Array.from({ length: 80 }, (_unused, i) => list[i % list.length]!);
    const GROWING = new Set(['items', 'rows', 'lines', 'groups']);
    const grown: Card[] = [];
    for (const key of [
      'tasks status',
      'summary open',
      'summary complete',
      'review 1',
      'form report 1',
      'message help',
    ]) {
      const one = REAL[key]!;
      const view = Object.fromEntries(
        Object.entries(one.view).map(([name, value]) =>
          Array.isArray(value) && GROWING.has(name) ? [name, many(value as unknown[])] : [name, value],
        ),
      );
      grown.push({ ...one, view } as Card);
    }
    for (const one of grown) {
      const parts = paginate(one);
      if (one.name !== 'message') expect(parts.length).toBeGreaterThan(1);
      // repeated fields and buttons have repeated ids, which is the test's doing
      for (const page of [one, ...parts])
        expect(problemsOf(page).filter((problem) => !/twice|Duplicate/u.test(problem))).toEqual([]);
    }
  });
});

test('a view that is not of its schema is a fault', () => {
  const card = {
    name: 'message',
    language: 'ja',
    view: { title: 'x', lines: null, buttons: [] },
  } as unknown as Card;
  expect(() => renderTeams(card)).toThrow();
  expect(() => renderSlack(card)).toThrow();
});

test('a form opens as a dialog, or acts like any button where there are no dialogs', () => {
  const card = REAL['approval waiting 1']!;
  const dialog = JSON.stringify(renderTeams(card));
  expect(dialog).toContain('"msteams":{"type":"task/fetch"}');
  const without = JSON.stringify(renderTeams(card, { dialogs: false }));
  expect(without).not.toContain('task/fetch');
  expect(without.match(/"verb":"maru"/gu)).toHaveLength(2);
});

test('a modal says which form it is and what stands in it', () => {
  const card = REAL['form report 1'] as Extract<Card, { name: 'form' }>;
  const { view } = renderSlack(card);
  expect(view).toMatchObject({ callback_id: 'maru_form', private_metadata: card.view.send.action });
  const inputs = view.blocks.filter((block) => block.type === 'input');
  expect(inputs.map((block) => block.block_id)).toEqual(
    card.view.groups.flatMap((g) => g.fields.map((f) => f.id)),
  );
  const rating = inputs.find((block) => String(block.block_id).startsWith('rating'));
  expect(rating).toMatchObject({
    element: { type: 'radio_buttons', initial_option: { value: 'partially_achieved' } },
  });
});

test('every limit is a positive number with its own line', () => {
  for (const table of Object.values(LIMITS))
    for (const value of Object.values(table)) expect(Number(value)).toBeGreaterThan(0);
});
