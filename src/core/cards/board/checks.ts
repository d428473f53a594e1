/** The board of checks: the list by department, section and goal, and what 本人に確認 would ask, and has asked. */
import type { Act } from '../../board/acts.js';
import {
  ALL_CHECKS,
  CHECK_FILTERS,
  type CheckAsked,
  type CheckCounts,
  type CheckFilter,
  type CheckRow,
  type ChecksAsked,
  type ChecksPage,
  checksArgument,
} from '../../board/checks.js';
import { formatInstant } from '../../calendar/format-instant.js';
import { type BoardCheck, checkId } from '../../report/report-checks.js';
import type { Language } from '../../text/language.js';
import { shorten } from '../../text/shorten.js';
import { boardWords } from '../../wording/board.js';
import { cardWords, roundName } from '../../wording/cards.js';
import { boardCheckWords } from '../../wording/coordinator/checks.js';
import { encodeAction } from '../action.js';
import type { BoardView, Button, Card } from '../card.js';
import { messageCard, plainButton } from '../message.js';

type Page = Extract<ChecksPage, { kind: 'list' | 'section' }>;

/** A check, and an answer, in a row among others, in UTF-16 units: five of them stay one message. */
const IN_A_ROW = { message: 200, answer: 80, indicator: 60 } as const;
/** A text that is compared, where the check stands alone. */
const COMPARED = 600;

/** A button that opens a part of the list. */
export function checksButton(asked: ChecksAsked, id: string, title: string, label = title): Button {
  return {
    ...plainButton(id, title, encodeAction('checks', asked.of, asked.page, checksArgument(asked))),
    label,
  };
}

export function checksCard(page: ChecksPage, language: Language): Card {
  const words = boardCheckWords(language);
  const board = boardWords(language);
  switch (page.kind) {
    case 'none':
      return messageCard(language, words.title, [board.noRound]);
    case 'unclear':
      return messageCard(
        language,
        board.unclear(page.asked.said),
        [page.near.length === 0 ? board.noneNear : board.unclearLine],
        page.near.map(({ of, name, level }) =>
          checksButton({ ...ALL_CHECKS, of, level, round: page.asked.round }, `near-${level}-${of}`, name),
        ),
      );
    case 'list':
    case 'section':
      return listCard(page, language);
    default:
      return page satisfies never;
  }
}

function listCard(page: Page, language: Language): Card {
  const words = boardCheckWords(language);
  const board = boardWords(language);
  const { asked, counts, name, parts, rows, pages, waiting } = page;
  const title = name === '' ? words.title : words.titleOf(name);
  const view: BoardView = {
    title: asked.group === '' ? title : words.filtered(title, words.group[asked.group]),
    bar: '',
    lines: [
      roundName(page.round, language),
      words.total(openOf(counts), waiting, counts.answered),
      ...(parts.length + rows.length === 0 ? [words.none] : []),
      ...(pages > 1 ? [board.page(asked.page + 1, pages)] : []),
      ...(asked.level === 'city' && asked.page === 0 && !page.hasPlan ? [words.noPlan] : []),
    ],
    items: [
      ...parts.map((part) => partItem(part, asked, language)),
      ...rows.map((row) => rowItem(row, language)),
    ],
    buttons: buttonsOf(page, language),
  };
  return { name: 'board', language, view };
}

const openOf = (counts: CheckCounts): number =>
  CHECK_FILTERS.reduce((sum, one) => sum + (one === 'answered' ? 0 : counts[one]), 0);

function countsLine(counts: CheckCounts, only: CheckFilter | '', language: Language): string {
  const words = boardCheckWords(language);
  return CHECK_FILTERS.filter((one) => counts[one] > 0 && (only === '' ? one !== 'answered' : one === only))
    .map((one) => words.found(words.group[one], counts[one]))
    .join(cardWords(language).between);
}

function partItem(
  part: Page['parts'][number],
  asked: ChecksAsked,
  language: Language,
): BoardView['items'][number] {
  const board = boardWords(language);
  const { what, of, name, sections, counts } = part;
  const next = { ...asked, level: what, of, page: 0 };
  return {
    title: what === 'department' ? board.ofSections(name, sections) : name,
    bar: '',
    detail: countsLine(counts, asked.group, language),
    open: checksButton(next, `open-${of}`, board.open, board.openLabel(name)),
  };
}

function rowItem({ task, goalNo, indicator, check, asked }: CheckRow, language: Language) {
  const words = boardCheckWords(language);
  const message = shorten(check.message[language], IN_A_ROW.message);
  const stands = standsLine(check, asked, language, IN_A_ROW.answer);
  // What was asked or answered is opened; the rest can be asked about.
  const title = check.reason !== null || asked ? words.open : words.ask;
  const id = checkId(check);
  return {
    title: words.row(goalNo, shorten(indicator, IN_A_ROW.indicator)),
    bar: '',
    detail: [words.group[check.group], message, ...stands].join('\n'),
    open: {
      ...plainButton(`ask-${goalNo}-${id}`, title, encodeAction('ask_check', task, 0, id)),
      label: words.rowLabel(goalNo, title),
    },
  };
}

/** Since when it is asked about, and what was answered. */
function standsLine(
  { reason }: Pick<BoardCheck, 'reason'>,
  asked: CheckAsked | null,
  language: Language,
  longest: number,
): string[] {
  const words = boardCheckWords(language);
  const cut = (text: string) => shorten(text, longest);
  const answer = asked?.answer;
  return [
    ...(reason === null ? [] : [words.right(cut(reason))]),
    ...(answer && answer.how !== 'right'
      ? [words.answer(answer.name, formatInstant(answer.at)[language], cut(answer.text))]
      : []),
    ...(asked && !answer && reason === null ? [words.waiting(formatInstant(asked.at)[language])] : []),
  ];
}

function buttonsOf(page: Page, language: Language): Button[] {
  const words = boardCheckWords(language);
  const board = boardWords(language);
  const { asked, counts, department, pages } = page;
  const first = { ...asked, page: 0 };
  const to = (at: number, id: string, title: string) => checksButton({ ...asked, page: at }, id, title);
  // From the beginning alone. With all of them a page of checks would not be one message: a section offers what is answered.
  const filters: readonly CheckFilter[] =
    asked.page > 0 || asked.group !== '' ? [] : asked.level === 'section' ? ['answered'] : CHECK_FILTERS;
  return [
    ...(asked.page + 1 < pages ? [to(asked.page + 1, 'next', board.next)] : []),
    ...(asked.page > 0 ? [to(asked.page - 1, 'previous', board.previous)] : []),
    ...filters
      .filter((one) => counts[one] > 0)
      .map((group) =>
        checksButton({ ...first, group }, `group-${group}`, words.found(words.group[group], counts[group])),
      ),
    ...(asked.level === 'section'
      ? [checksButton({ ...first, level: 'department', group: '' }, 'department', board.back(department))]
      : []),
    ...(asked.level === 'city' && asked.group === ''
      ? []
      : [checksButton({ ...ALL_CHECKS, round: asked.round }, 'whole', board.back(board.wholeCity))]),
  ];
}

/** The texts that a check compares, a line each. */
export function comparedLines({ texts }: Pick<BoardCheck, 'texts'>, language: Language): string[] {
  const words = boardCheckWords(language);
  return texts
    .filter(({ of, text }) => of !== 'today' && text !== '')
    .map(({ of, text }) => words.compared(words.source[of], shorten(text, COMPARED)));
}

/** What 本人に確認 would ask and of whom, with the button that does it; or that it was asked. */
export function askCheckCard(
  act: Extract<Act, { what: 'ask_check' | 'no_check' }>,
  language: Language,
): Card {
  const words = boardCheckWords(language);
  if (act.what === 'no_check') return messageCard(language, words.gone, [words.goneLine]);
  const { task, section, round, name, goalNo, goalText, indicator, check, people, asked, done } = act;
  const names = people.join(boardWords(language).comma);
  const back = checksButton({ ...ALL_CHECKS, level: 'section', of: section, round }, 'back', words.back);
  if (done) return messageCard(language, words.preview.done(names), [words.preview.doneLine], [back]);
  const asks = check.reason === null && (asked === null || asked.answer !== null);
  return messageCard(
    language,
    words.preview.title(name, goalNo),
    [
      words.row(goalNo, indicator === '' ? goalText : indicator),
      check.message[language],
      ...comparedLines(check, language),
      ...standsLine(check, asked, language, COMPARED),
      ...(asks ? [people.length === 0 ? words.preview.nobody : words.preview.to(names)] : []),
    ],
    [
      ...(asks && people.length > 0
        ? [
            plainButton(
              'now',
              words.preview.now(names),
              encodeAction('ask_check_now', task, 1, checkId(check)),
              'primary',
            ),
          ]
        : []),
      back,
    ],
  );
}
