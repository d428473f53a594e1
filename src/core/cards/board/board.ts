/** 状況 for 事務局: the city, a department or a section, a row for each part with the button that opens it. */
import { type BoardAsked, boardArgument, FILTERS, WHOLE_BOARD } from '../../board/asked.js';
import { STATES, type Total } from '../../board/board.js';
import type { BoardGoal, BoardPage, BoardRow } from '../../board/page.js';
import { formatMonthDay } from '../../calendar/japanese-dates.js';
import { ratingLabel } from '../../sheet/scale.js';
import type { Language } from '../../text/language.js';
import { boardWords } from '../../wording/board.js';
import { cardWords, roundName, shortGoal } from '../../wording/cards.js';
import { ownerWords } from '../../wording/owner/owner.js';
import { encodeAction } from '../action.js';
import type { BoardView, Button, Card } from '../card.js';
import { messageCard, plainButton } from '../message.js';
import { pictureOf } from '../picture/of-board.js';
import { bar } from '../summary.js';
import { actButtons } from './act-buttons.js';
import { changes, countsLine, ratingCounts } from './counts.js';
import { followUpsCard } from './follow-ups.js';
import { undeliveredWhy } from './undelivered.js';

type List = Extract<BoardPage, { kind: 'list' }>;
type OfSection = Extract<BoardPage, { kind: 'section' }>;
/** Places listed at most: with the rows they stay within one message. */
const PLACES_MAX = 6;

/** The card of a page. */
export function boardCard(page: BoardPage, language: Language): Card {
  const words = boardWords(language);
  switch (page.kind) {
    case 'none':
      return messageCard(language, words.city, [words.noRound]);
    case 'unclear':
      return unclearCard(page, language);
    case 'list':
      return listCard(page, language);
    case 'section':
      return sectionCard(page, language);
    case 'follow_ups':
      return followUpsCard(page, language);
    default:
      return page satisfies never;
  }
}

/** A button that opens a part of the board. */
export function boardButton(
  asked: BoardAsked,
  id: string,
  title: string,
  label = title,
  style: Button['style'] = 'default',
): Button {
  const name = asked.level === 'city' ? 'board' : (`board_${asked.level}` as const);
  const action = encodeAction(name, asked.of, asked.page, boardArgument(asked));
  return { ...plainButton(id, title, action, style), label };
}

function card(language: Language, view: BoardView): Card {
  return { name: 'board', language, view };
}

function listCard(page: List, language: Language): Card {
  const words = boardWords(language);
  const { asked, total, rows, places, department } = page;
  const title = department === '' ? words.city : department;
  return card(language, {
    title: asked.filter === '' ? title : words.filtered(title, words.filter[asked.filter]),
    bar: total.goals === 0 ? '' : bar(total.counts.approved, total.goals, language),
    lines: [
      ...headLines(page, language),
      ...totalLines(total, page, language),
      ...(rows.length === 0 ? [words.none] : []),
      ...placeLines(asked.page === 0 ? places : [], language),
      ...(page.pages > 1 ? [words.page(asked.page + 1, page.pages)] : []),
    ],
    ...tableOf(page, language),
    buttons: [...turnButtons(page, language), ...listButtons(page, language)],
    picture: pictureOf(page.chart, title, page.scale, language),
  });
}

function placeLines(places: List['places'], language: Language): string[] {
  const more = places.length - PLACES_MAX;
  return [
    ...places.slice(0, PLACES_MAX).map((place) => `・${undeliveredWhy(place, language)}`),
    ...(more > 0 ? [boardWords(language).morePlaces(more)] : []),
  ];
}

/** 令和5年度 期末報告 ・ 4月2日(火)現在, and the deadline. */
function headLines({ round, today, workingDays }: List | OfSection, language: Language): string[] {
  const words = boardWords(language);
  const { between, asOf, due } = cardWords(language);
  const left =
    round.state === 'closed'
      ? words.closed
      : today < round.opensOn
        ? words.notBegun(formatMonthDay(round.opensOn, language))
        : words.left(workingDays);
  return [
    [roundName(round, language), asOf(formatMonthDay(today, language))].join(between),
    [due(formatMonthDay(round.dueOn, language)), left].join(between),
  ];
}

function totalLines(total: Total, { scale, since, round }: List, language: Language): string[] {
  if (total.goals === 0) return [];
  const words = boardWords(language);
  const ratings = ratingCounts(total.ratings, scale, round.kind === 'midyear', language);
  return [
    countsLine(total, language),
    words.done(total.done, total.begun, total.untouched),
    words.since(
      formatMonthDay(since, language),
      changes(total, language).join(cardWords(language).between) || words.unchanged,
    ),
    ...(ratings === '' ? [] : [words.ratings(ratings)]),
  ];
}

/** The rows, and what makes a table of them: a column for each state that one of them has. */
function tableOf(page: List, language: Language): Pick<BoardView, 'items' | 'columns'> {
  const words = boardWords(language);
  const { state } = cardWords(language);
  const { rows, department } = page;
  const states = STATES.filter((one) =>
    rows.some(({ total }) => one === 'approved' || total.counts[one] > 0 || total.before[one] > 0),
  );
  return {
    columns: [department === '' ? words.parts : words.part, ...states.map((one) => state[one])],
    items: rows.map((row) => {
      const { counts, goals } = row.total;
      const item = rowItem(row, page, language);
      const cells = states.map((one) =>
        one === 'approved' && row.own !== null ? `${counts[one]}/${goals}` : String(counts[one]),
      );
      const moved = changes(row.total, language).join(cardWords(language).between);
      const name = [
        item.title,
        item.bar,
        noteLine(row, page.round.dueOn, language),
        moved === '' ? '' : words.moved(moved),
      ];
      return { ...item, cells: [name.filter((line) => line !== '').join('\n'), ...cells] };
    }),
  };
}

function rowItem(row: BoardRow, page: List, language: Language): BoardView['items'][number] {
  const words = boardWords(language);
  const { between } = cardWords(language);
  const { asked, department } = page;
  const { total, own } = row;
  const name = own && department === '' ? [own.department, row.name].join(' ') : row.name;
  const moved = changes(total, language);
  const detail = [
    ...(own === null
      ? [countsLine(total, language, ['approved'])]
      : [
          [words.goals(total.counts.approved, total.goals), countsLine(total, language, ['approved'])]
            .filter(Boolean)
            .join(between),
          ...[noteLine(row, page.round.dueOn, language)],
        ]),
    ...(moved.length === 0 ? [] : [words.moved(moved.join(between))]),
  ];
  return {
    title: own === null ? words.ofSections(name, total.sections) : name,
    bar: own === null ? bar(total.counts.approved, total.goals, language) : '',
    detail: detail.filter((line) => line !== '').join('\n'),
    open: boardButton(
      { ...asked, level: row.what, of: row.of, page: 0, ...(own === null ? {} : { filter: '' }) },
      `open-${row.of}`,
      words.open,
      words.openLabel(row.name),
    ),
  };
}

/** What of a section is out of the ordinary; '' when nothing is. */
function noteLine({ own, total }: BoardRow, dueOn: string, language: Language): string {
  const words = boardWords(language);
  if (own === null) return '';
  return [
    ...(own.dueOn === dueOn ? [] : [words.due(formatMonthDay(own.dueOn, language))]),
    ...(own.linked ? [] : [words.noChannel]),
    ...(own.unlinkedPeople > 0 ? [words.unlinkedPeople(own.unlinkedPeople)] : []),
    ...(own.undelivered > 0 ? [words.undelivered(own.undelivered)] : []),
    ...(total.checks > 0 ? [words.checks(total.checks)] : []),
  ].join(cardWords(language).between);
}

function turnButtons({ asked, pages }: List | OfSection, language: Language): Button[] {
  const words = boardWords(language);
  const to = (page: number, id: string, title: string) => boardButton({ ...asked, page }, id, title);
  return [
    ...(asked.page + 1 < pages ? [to(asked.page + 1, 'next', words.next)] : []),
    ...(asked.page > 0 ? [to(asked.page - 1, 'previous', words.previous)] : []),
  ];
}

function listButtons(page: List, language: Language): Button[] {
  const words = boardWords(language);
  const { asked, found, others } = page;
  const first = { ...asked, page: 0 };
  // Whom nothing reaches is looked for in the whole city: with all of them a department would not fit one message.
  // Instead of the sections with checks, the list of all of them is opened.
  const offers = FILTERS.filter(
    (one) => one !== 'checks' && (asked.level === 'city' || !(one === 'unlinked' || one === 'undelivered')),
  );
  // From the beginning alone: the further pages are turned, and what was filtered is filtered.
  const offered = asked.page === 0 && asked.filter === '' ? offers.filter((one) => found[one] > 0) : [];
  const filters = offered.map((filter) =>
    boardButton({ ...first, filter }, `filter-${filter}`, words.found(words.filter[filter], found[filter])),
  );
  const whole = { ...WHOLE_BOARD, round: asked.round };
  const isWhole = asked.level === 'city' && asked.filter === '';
  return [
    ...actButtons(page, language),
    ...filters,
    ...(isWhole
      ? others.map((round) =>
          boardButton(
            { ...WHOLE_BOARD, round: round.id },
            `round-${round.id}`,
            words.show(roundName(round, language)),
          ),
        )
      : [boardButton(whole, 'whole', words.back(words.wholeCity))]),
    ...(asked.filter === 'unlinked'
      ? [plainButton('accounts', words.accounts, encodeAction('accounts'))]
      : []),
  ];
}

function sectionCard(page: OfSection, language: Language): Card {
  const words = boardWords(language);
  const { asked, row, goals, reporters } = page;
  const names = reporters.map(({ name, linked }) => (linked ? name : words.notLinked(name)));
  const own = row.own!;
  return card(language, {
    title: row.name,
    bar: bar(row.total.counts.approved, row.total.goals, language),
    lines: [
      own.department,
      ...headLines({ ...page, round: { ...page.round, dueOn: own.dueOn } }, language),
      noteLine(row, own.dueOn, language),
      words.reporters(names.length === 0 ? words.nobody : names.join(words.comma)),
      ...(page.pages > 1 ? [words.page(asked.page + 1, page.pages)] : []),
    ].filter((line) => line !== ''),
    items: goals.map((goal) => goalItem(goal, page, language)),
    buttons: [
      ...turnButtons(page, language),
      ...actButtons(page, language),
      boardButton(
        { ...asked, level: 'department', page: 0, filter: '' },
        'department',
        words.back(own.department),
      ),
      boardButton({ ...WHOLE_BOARD, round: asked.round }, 'whole', words.back(words.wholeCity)),
    ],
  });
}

function goalItem(
  goal: BoardGoal,
  { scale, round }: OfSection,
  language: Language,
): BoardView['items'][number] {
  const words = boardWords(language);
  const { state, between } = cardWords(language);
  const no = `No.${goal.goalNo}`;
  return {
    title: shortGoal(goal),
    bar: '',
    detail: [
      state[goal.state],
      ...goal.ratings.map((code) => ratingLabel(scale, code, language, round.kind === 'midyear')),
      ...(goal.checks > 0 ? [words.checks(goal.checks)] : []),
      ...(goal.owner ? [ownerWords(language).owner(goal.owner)] : []),
    ].join(between),
    open: {
      ...plainButton(`open-${goal.task}`, words.open, encodeAction('board_goal', goal.task)),
      label: words.openLabel(no),
    },
  };
}

function unclearCard(page: Extract<BoardPage, { kind: 'unclear' }>, language: Language): Card {
  const words = boardWords(language);
  const { near, asked } = page;
  return messageCard(
    language,
    words.unclear(asked.said),
    [near.length === 0 ? words.noneNear : words.unclearLine],
    near.map(({ of, name, level }) =>
      boardButton({ ...asked, said: '', of, level, page: 0 }, `near-${level}-${of}`, name),
    ),
  );
}
