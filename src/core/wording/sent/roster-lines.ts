/** What a roster changes, one line each, as a coordinator checks it before it is entered. */
import { formatEraDate } from '../../calendar/japanese-dates.js';
import { addDays } from '../../calendar/working-days.js';
import { routeText } from '../../organization/read-route.js';
import type { RosterDifference } from '../../organization/roster.js';
import { readStep } from '../../organization/route.js';
import type { Language } from '../../text/language.js';
import { shorten } from '../../text/shorten.js';

/** A place is opaque and may be long; in UTF-16 units. */
const SHOWN_PLACE = 40;

type Term = { readonly person: string; readonly from: string; readonly until: string | null };
type Facts = Readonly<Record<string, unknown>>;

const ja = {
  day: (date: string) => formatEraDate(date, 'kanji'),
  department: (alias: string, of: string) => `部の別名: 「${alias}」は${of}のことです`,
  alias: (alias: string, of: string, was: string | null) =>
    `課の別名: 「${alias}」は${of}のことです${was === null ? '' : `（いまの記録では${was}のことです）`}`,
  newSection: (name: string) => `課の追加: ${name}`,
  note: (label: string, text: string) => `（${label}: ${text}）`,
  newPerson: (name: string, id: string) => `職員の追加: ${name}（${id}）`,
  person: (id: string, changes: string) => `職員 ${id}: ${changes}`,
  unlinked: (name: string, id: string) => `${name}のアカウント（${id}）の登録を外します`,
  linked: (name: string) => `${name}のアカウントを登録`,
  channel: (name: string, was: string, is: string) => `${name} チャンネル: ${was} → ${is}`,
  newPost: (name: string) => `役職の追加: ${name}`,
  owner: '担当',
  changed: (label: string, was: string, is: string) => `${label}: ${was} → ${is}`,
  label: {
    name: '氏名',
    email: 'メールアドレス',
    section: '名前',
    department: '部',
    route: '承認経路',
    parent: '上の組織',
    position: '並び順',
  },
  none: 'なし',
  comma: '、',
  quoted: (text: string) => `「${text}」`,
  deputy: (post: string) => `${post}の代決`,
  cancelled: (post: string, person: string, period: string, isUnlisted: boolean) =>
    `${post}: ${person}を取り消し（${period}の予定でした${isUnlisted ? '。名簿にないため' : ''}）`,
  added: (post: string, person: string, period: string) => `${post}: ${person}（${period}）を追加`,
  ends: (post: string, person: string, day: string, isDeputy: boolean) =>
    `${post}: ${person}は${day}で${isDeputy ? '終わります' : '離れます'}（名簿にないため）`,
  moved: (post: string, person: string, was: string, is: string) => `${post}: ${person}の期間 ${was} → ${is}`,
  succession: (post: string, was: string, until: string, is: string, from: string, end: string | null) =>
    `${post}: ${was}（${until}まで） → ${is}（${from}から${end === null ? '' : `${end}まで`}）`,
  becomes: (name: string, into: string, day: string, goals: string, isSplit: boolean) =>
    `${isSplit ? '分割' : '統合'}: ${name} → ${into}${goals === '' ? '' : `（目標 No.${goals}）`}（${day}から）`,
  period: (from: string, until: string | null) => `${from}から${until === null ? '' : `${until}まで`}`,
};

const en: typeof ja = {
  day: (date) => date,
  department: (alias, of) => `Department alias: “${alias}” is ${of}`,
  alias: (alias, of, was) =>
    `Section alias: “${alias}” is ${of}${was === null ? '' : ` (it is ${was} in the record now)`}`,
  newSection: (name) => `New section: ${name}`,
  note: (label, text) => ` (${label}: ${text})`,
  newPerson: (name, id) => `New person: ${name} (${id})`,
  person: (id, changes) => `Person ${id}: ${changes}`,
  unlinked: (name, id) => `The account of ${name} (${id}) is unlinked`,
  linked: (name) => `An account of ${name} is linked`,
  channel: (name, was, is) => `${name}, channel: ${was} → ${is}`,
  newPost: (name) => `New post: ${name}`,
  owner: 'owner (担当)',
  changed: (label, was, is) => `${label}: ${was} → ${is}`,
  label: {
    name: 'name',
    email: 'e-mail',
    section: 'name',
    department: 'department',
    route: 'route',
    parent: 'section above',
    position: 'order',
  },
  none: 'none',
  comma: ', ',
  quoted: (text) => `“${text}”`,
  deputy: (post) => `${post} (deputy)`,
  cancelled: (post, person, period, isUnlisted) =>
    `${post}: ${person} is cancelled (was to be ${period}${isUnlisted ? '; not in the roster' : ''})`,
  added: (post, person, period) => `${post}: ${person} is added (${period})`,
  ends: (post, person, day, isDeputy) =>
    `${post}: ${person} ${isDeputy ? 'ends' : 'leaves'} on ${day} (not in the roster)`,
  moved: (post, person, was, is) => `${post}: term of ${person} ${was} → ${is}`,
  succession: (post, was, until, is, from, end) =>
    `${post}: ${was} (until ${until}) → ${is} (from ${from}${end === null ? '' : ` until ${end}`})`,
  becomes: (name, into, day, goals, isSplit) =>
    `${isSplit ? 'Divided' : 'Merged'}: ${name} → ${into}${goals === '' ? '' : ` (goals No.${goals})`} (from ${day})`,
  period: (from, until) => `from ${from}${until === null ? '' : ` until ${until}`}`,
};

const postOf = ({ id }: RosterDifference): string => id.split(' ')[0]!;

type Say = typeof ja;
type NameOf = (sectionId: string) => string;

/** The lines of these differences: 「建設課 課長: 担当者A（令和6年3月31日まで） → 担当者B（令和6年4月1日から）」. `nameOf` gives a section's name. */
export function rosterLines(
  differences: readonly RosterDifference[],
  nameOf: NameOf,
  language: Language = 'ja',
): string[] {
  const say = language === 'en' ? en : ja;
  const told = new Set<RosterDifference>();
  const ofPosts = new Map<string, RosterDifference[]>();
  for (const one of differences)
    if (one.what === 'holding') ofPosts.set(postOf(one), [...(ofPosts.get(postOf(one)) ?? []), one]);
  return differences.flatMap((one): string[] => {
    if (told.has(one)) return [];
    if (one.what !== 'holding') return linesOf(one, nameOf, say);
    const succession = successionOf(one, ofPosts.get(postOf(one))!, say);
    for (const part of succession?.parts ?? []) told.add(part);
    return succession ? [succession.line] : linesOf(one, nameOf, say);
  });
}

function linesOf(one: RosterDifference, nameOf: NameOf, say: Say): string[] {
  const { what, id, name, before, after } = one;
  switch (what) {
    case 'department':
      return [say.department(id, textOf(after?.department))];
    case 'alias':
      return [say.alias(textOf(after?.alias), name, before === null ? null : textOf(before.section))];
    case 'section':
      return before === null
        ? [`${say.newSection(`${textOf(after?.department)} ${name}`)}${notesOf(after ?? {}, nameOf, say)}`]
        : sectionLines(name, before, after ?? {}, nameOf, say);
    case 'person':
      return [
        before === null
          ? say.newPerson(name, id)
          : say.person(
              id,
              [
                changed(say.label.name, before.name, after?.name, say),
                changed(say.label.email, before.email, after?.email, say),
              ]
                .filter((text) => text !== '')
                .join(say.comma),
            ),
      ];
    case 'account':
      return [after === null ? say.unlinked(name, id) : say.linked(name)];
    case 'channel':
      return [say.channel(name, placeOf(before, say), placeOf(after, say))];
    case 'post':
      return [say.newPost(name)];
    case 'succession': {
      const { on, kind, goals } = after ?? {};
      const nos = Array.isArray(goals) ? goals.join(say.comma) : '';
      return [say.becomes(name, nameOf(id.split(' ')[1]!), say.day(textOf(on)), nos, kind === 'split')];
    }
    case 'owner':
      return [`${name} ${changed(say.owner, before?.name, after?.name, say)}`];
    case 'holding':
    case 'deputy':
      return [termLine(one, say)];
    default:
      return what satisfies never;
  }
}

function sectionLines(name: string, before: Facts, after: Facts, nameOf: NameOf, say: Say): string[] {
  const parent = ({ parentId }: Facts) => (typeof parentId === 'string' ? nameOf(parentId) : '');
  const route = (of: Facts) => (routeOf(of) === '' ? '' : say.quoted(routeOf(of)));
  const { label } = say;
  const lines = [
    changed(label.section, before.name, after.name, say),
    changed(label.department, before.department, after.department, say),
    // A route has arrows of its own.
    changed(label.route, route(before), route(after), say),
    changed(label.parent, parent(before), parent(after), say),
    changed(label.position, placeIn(before), placeIn(after), say),
  ].filter((text) => text !== '');
  return lines.map((line) => `${name} ${line}`);
}

const placeIn = ({ position }: Facts): string => (typeof position === 'number' ? String(position) : '');

function termLine({ what, listed, name, person = '', before, after }: RosterDifference, say: Say): string {
  const post = what === 'deputy' ? say.deputy(name) : name;
  const was = before as Term | null;
  const is = after as Term | null;
  if (is === null) return say.cancelled(post, person, periodOf(was!, say), listed === undefined);
  if (was === null) return say.added(post, person, periodOf(is, say));
  if (listed === undefined && is.until !== null)
    return say.ends(post, person, say.day(is.until), what === 'deputy');
  return say.moved(post, person, periodOf(was, say), periodOf(is, say));
}

/** One who ends and one who begins on one post are a succession: told together. */
function successionOf(
  one: RosterDifference,
  ofPost: readonly RosterDifference[],
  say: Say,
): { readonly line: string; readonly parts: readonly RosterDifference[] } | null {
  const [begins, ...otherBegins] = ofPost.filter(({ before }) => before === null);
  const [ends, ...otherEnds] = ofPost.filter(({ before }) => before !== null);
  if (!begins || !ends || otherBegins.length + otherEnds.length > 0) return null;
  const from = (begins.after as Term).from;
  const until = (ends.after as Term | null)?.until ?? null;
  if (begins.person === ends.person || until === null) return null;
  // With a gap between them each is told for itself: the post is vacant meanwhile.
  if (addDays(until, 1) !== from) return null;
  const end = (begins.after as Term).until;
  const line = say.succession(
    one.name,
    ends.person ?? '',
    say.day(until),
    begins.person ?? '',
    say.day(from),
    end === null ? null : say.day(end),
  );
  return { line, parts: ofPost };
}

const periodOf = ({ from, until }: Term, say: Say): string =>
  say.period(say.day(from), until === null ? null : say.day(until));

function changed(label: string, before: unknown, after: unknown, say: Say): string {
  return textOf(before) === textOf(after)
    ? ''
    : say.changed(label, textOf(before) || say.none, textOf(after) || say.none);
}

function routeOf({ route }: Facts): string {
  return Array.isArray(route) ? routeText((route as string[]).map(readStep)) : '';
}

function notesOf(after: Facts, nameOf: NameOf, say: Say): string {
  const { parentId } = after;
  const parent = typeof parentId === 'string' ? say.note(say.label.parent, nameOf(parentId)) : '';
  return `${say.note(say.label.route, routeOf(after))}${parent}`;
}

function placeOf(value: RosterDifference['before'], say: Say): string {
  return shorten(textOf(value?.place), SHOWN_PLACE) || say.none;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
