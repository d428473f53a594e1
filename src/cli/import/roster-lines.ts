/** What a roster changes, one line each, as a coordinator checks it before it is entered. */
import { formatEraDate } from '../../core/calendar/japanese-dates.js';
import { addDays } from '../../core/calendar/working-days.js';
import { routeText } from '../../core/organization/read-route.js';
import type { RosterDifference } from '../../core/organization/roster.js';
import { readStep } from '../../core/organization/route.js';
import { shorten } from '../../core/text/shorten.js';

/** A place is opaque and may be long; in UTF-16 units. */
const SHOWN_PLACE = 40;

type Term = { readonly person: string; readonly from: string; readonly until: string | null };

/** The lines of these differences: 「建設課 課長: 担当者A（令和6年3月31日まで） → 担当者B（令和6年4月1日から）」. `nameOf` gives a section's name. */
export function rosterLines(
  differences: readonly RosterDifference[],
  nameOf: (sectionId: string) => string,
): string[] {
  const told = new Set<RosterDifference>();
  return differences.flatMap((one): string[] => {
    if (told.has(one)) return [];
    if (one.what !== 'holding') return linesOf(one, nameOf);
    const succession = successionOf(one, differences);
    for (const part of succession?.parts ?? []) told.add(part);
    return succession ? [succession.line] : linesOf(one, nameOf);
  });
}

function linesOf(one: RosterDifference, nameOf: (sectionId: string) => string): string[] {
  const { what, id, name, before, after } = one;
  switch (what) {
    case 'department':
      return [`部の別名: 「${id}」は${textOf(after?.department)}のことです`];
    case 'alias':
      return [
        `課の別名: 「${textOf(after?.alias)}」は${name}のことです${before === null ? '' : `（いまの記録では${textOf(before.section)}のことです）`}`,
      ];
    case 'section':
      return before === null
        ? [`課の追加: ${textOf(after?.department)} ${name}${routeNote(after)}${parentNote(after, nameOf)}`]
        : sectionLines(name, before, after ?? {}, nameOf);
    case 'person':
      return [
        before === null
          ? `職員の追加: ${name}（${id}）`
          : `職員 ${id}: ${[changed('氏名', before.name, after?.name), changed('メールアドレス', before.email, after?.email)].filter((text) => text !== '').join('、')}`,
      ];
    case 'account':
      return [`${name}のアカウント${after === null ? `（${id}）の登録を外します` : 'を登録'}`];
    case 'channel':
      return [`${name} チャンネル: ${placeOf(before)} → ${placeOf(after)}`];
    case 'post':
      return [`役職の追加: ${name}`];
    case 'holding':
    case 'deputy':
      return [termLine(one)];
    default:
      return what satisfies never;
  }
}

function sectionLines(
  name: string,
  before: NonNullable<RosterDifference['before']>,
  after: NonNullable<RosterDifference['after']>,
  nameOf: (sectionId: string) => string,
): string[] {
  const parent = ({ parentId }: Readonly<Record<string, unknown>>) =>
    typeof parentId === 'string' ? nameOf(parentId) : '';
  const lines = [
    changed('名前', before.name, after.name),
    changed('部', before.department, after.department),
    changed('承認経路', quoted(routeOf(before)), quoted(routeOf(after))),
    changed('上の組織', parent(before), parent(after)),
    changed('並び順', placeIn(before), placeIn(after)),
  ].filter((text) => text !== '');
  return lines.map((line) => `${name} ${line}`);
}

const placeIn = ({ position }: Readonly<Record<string, unknown>>): string =>
  typeof position === 'number' ? String(position) : '';

function termLine({ what, listed, name, person = '', before, after }: RosterDifference): string {
  const post = what === 'deputy' ? `${name}の代決` : name;
  const was = before as Term | null;
  const is = after as Term | null;
  if (is === null)
    return `${post}: ${person}を取り消し（${periodOf(was!)}の予定でした${listed === undefined ? '。名簿にないため' : ''}）`;
  if (was === null) return `${post}: ${person}（${periodOf(is)}）を追加`;
  if (listed === undefined)
    return `${post}: ${person}は${formatEraDate(is.until!, 'kanji')}で${what === 'deputy' ? '終わります' : '離れます'}（名簿にないため）`;
  return `${post}: ${person}の期間 ${periodOf(was)} → ${periodOf(is)}`;
}

/** One who ends and one who begins on one post are a succession: told together. */
function successionOf(
  one: RosterDifference,
  all: readonly RosterDifference[],
): { readonly line: string; readonly parts: readonly RosterDifference[] } | null {
  const post = one.id.split(' ')[0]!;
  const ofPost = all.filter(({ what, id }) => what === 'holding' && id.split(' ')[0] === post);
  const [begins, ...otherBegins] = ofPost.filter(({ before }) => before === null);
  const [ends, ...otherEnds] = ofPost.filter(({ before }) => before !== null);
  if (!begins || !ends || otherBegins.length + otherEnds.length > 0) return null;
  const from = (begins.after as Term).from;
  const until = (ends.after as Term | null)?.until ?? null;
  if (begins.person === ends.person || until === null) return null;
  // With a gap between them each is told for itself: the post is vacant meanwhile.
  if (addDays(until, 1) !== from) return null;
  const end = (begins.after as Term).until;
  const line = `${one.name}: ${ends.person}（${formatEraDate(until, 'kanji')}まで） → ${begins.person}（${formatEraDate(from, 'kanji')}から${end === null ? '' : `${formatEraDate(end, 'kanji')}まで`}）`;
  return { line, parts: ofPost };
}

function periodOf({ from, until }: Term): string {
  return `${formatEraDate(from, 'kanji')}から${until === null ? '' : formatEraDate(until, 'kanji')}${until === null ? '' : 'まで'}`;
}

function changed(label: string, before: unknown, after: unknown): string {
  return textOf(before) === textOf(after)
    ? ''
    : `${label}: ${textOf(before) || 'なし'} → ${textOf(after) || 'なし'}`;
}

function routeOf({ route }: Readonly<Record<string, unknown>>): string {
  return Array.isArray(route) ? routeText((route as string[]).map(readStep)) : '';
}

/** A route has arrows of its own. */
const quoted = (text: string): string => (text === '' ? '' : `「${text}」`);

function routeNote(after: RosterDifference['after']): string {
  return after === null ? '' : `（承認経路: ${routeOf(after)}）`;
}

function parentNote(after: RosterDifference['after'], nameOf: (sectionId: string) => string): string {
  return typeof after?.parentId === 'string' ? `（上の組織: ${nameOf(after.parentId)}）` : '';
}

function placeOf(value: RosterDifference['before']): string {
  return shorten(textOf(value?.place), SHOWN_PLACE) || 'なし';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
