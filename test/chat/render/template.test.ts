/** Templates are filled as the library fills them, and read once. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, jest, test } from '@jest/globals';
import { Expression } from 'adaptive-expressions';
import { Template } from 'adaptivecards-templating';
import { slackData, teamsData } from '../../../src/chat/render/card-data.js';
import { prune } from '../../../src/chat/render/prune.js';
import { paginate, renderSlack, renderTeams } from '../../../src/chat/render/render.js';
import { readTemplate } from '../../../src/chat/render/template.js';
import type { Card } from '../../../src/core/cards/card.js';
import { cardsOf } from '../../support/sample-cards.js';

const folder = new URL('../../../cards/', import.meta.url);
const names = readdirSync(folder);
const json = (path: string) => JSON.parse(readFileSync(new URL(path, folder), 'utf8'));
const samples = names.map((name) => json(`${name}/sample.json`) as Card);
const cards = [
  ...samples,
  ...[0, 3, 7].flatMap((sheet) => Object.values(cardsOf(sheet))),
  ...Object.values(cardsOf(1, 'en', 'midyear')),
];

describe.each(['slack', 'teams'] as const)('the templates of %s', (platform) => {
  const templates = new Map(names.map((name) => [name, json(`${name}/${platform}.json`)]));
  const data = (card: Card) => (platform === 'slack' ? slackData(card, 6000) : teamsData(card, 6000, true));

  test.each(names)('%s is filled as the library fills it', (name) => {
    const library = new Template(templates.get(name));
    const ours = readTemplate(templates.get(name));
    const of = cards.filter((card) => card.name === name);
    expect(of.length).toBeGreaterThan(0);
    for (const card of of) expect(ours(data(card))).toEqual(prune(library.expand({ $root: data(card) })));
  });
});

describe('what a template may say', () => {
  const both = (template: unknown, data: object) => {
    const ours = readTemplate(template as object)(data);
    expect(ours).toEqual(prune(new Template(template as object).expand({ $root: data })));
    return ours;
  };

  test.each([
    ['a field of a field', { a: '${b.c}' }, { b: { c: 'x' } }, { a: 'x' }],
    ['what is no text', { a: '${b}', d: '${c}' }, { b: 3, c: false }, { a: 3, d: false }],
    ['a function of the library', { a: '${toUpper(b)}' }, { b: 'x' }, { a: 'X' }],
    ['a text made of several', { a: '${b}：${c} 円' }, { b: 'x', c: 3 }, { a: 'x：3 円' }],
    ['what looks like an expression in the data', { a: '*${b}*' }, { b: '${c}' }, { a: '*${c}*' }],
    ['what the data does not have', { a: '*${b}*' }, {}, { a: '*${b}*' }],
    [
      'a list in a list, numbered, some left out',
      { list: [{ $data: '${b}', $when: "${c != ''}", t: '${$index}${c}${$root.d}' }, 'end'] },
      { b: [{ c: 'x' }, { c: '' }, { c: 'y' }], d: '!' },
      { list: [{ t: '0x!' }, { t: '2y!' }, 'end'] },
    ],
    ['one object as data', { a: [{ $data: '${b}', t: '${c}' }] }, { b: { c: 'x' } }, { a: [{ t: 'x' }] }],
    ['an empty list', { a: [{ $data: '${b}', t: '${c}' }], d: 'e' }, { b: [] }, { d: 'e' }],
    ['a condition that is none', { a: [{ $when: '${b}', t: 'x' }], d: 'e' }, { b: 'yes' }, { d: 'e' }],
    ['nothing at all', { a: '${b}', c: [{ d: '${b}' }] }, { b: '' }, {}],
    [
      'groups, and dividers that divide nothing',
      {
        a: [
          { type: 'divider' },
          { $data: '${b}', group: [{ t: '${c}' }, { group: { t: 'in' } }, { type: 'divider' }] },
        ],
      },
      { b: [{ c: 'x' }, { c: 'y' }] },
      { a: [{ t: 'x' }, { t: 'in' }, { type: 'divider' }, { t: 'y' }, { t: 'in' }] },
    ],
    [
      'a fact without a value, and an element without what it needs',
      {
        f: [
          { title: 'x', value: '${b}' },
          { type: 'TextBlock', text: '${b}', wrap: true },
        ],
        d: 'e',
      },
      { b: '' },
      { d: 'e' },
    ],
  ])('%s', (_name, template, data, wanted) => {
    expect(both(template, data)).toEqual(wanted);
  });

  test('a null in the data is a bug', () => {
    expect(() => readTemplate({ a: '${b}' })({ b: { c: null } })).toThrow('null');
  });
});

test('the library evaluates nothing of our cards: it would have to be loaded while somebody waits', () => {
  const evaluated = jest.spyOn(Expression.prototype, 'tryEvaluate');
  for (const card of cards) {
    for (const page of paginate({ ...card })) renderSlack(page);
    renderTeams({ ...card });
    renderTeams({ ...card }, { dialogs: false });
  }
  expect(evaluated.mock.calls.map(([memory]) => memory)).toEqual([]);
  jest.restoreAllMocks();
});

test('a template is read once: rendering reads no template and no expression', () => {
  const render = () => {
    // copies: what was drawn before is not drawn again
    for (const card of samples) {
      for (const page of paginate({ ...card })) renderSlack(page);
      renderTeams({ ...card });
    }
  };
  render();
  const parsed = jest.spyOn(Expression, 'parse');
  const interpolated = jest.spyOn(Template, 'parseInterpolatedString');
  render();
  expect([parsed.mock.calls.length, interpolated.mock.calls.length]).toEqual([0, 0]);
  readTemplate({ a: '${b}' });
  expect(Math.min(parsed.mock.calls.length, interpolated.mock.calls.length)).toBeGreaterThan(0);
  jest.restoreAllMocks();
});
