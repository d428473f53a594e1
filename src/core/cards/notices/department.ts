/** The weekly digest to 部長・区長: the sections of their department, in counts. */
import { type Board, type BoardSection, totalOf } from '../../board/board.js';
import type { Language } from '../../text/language.js';
import { boardWords } from '../../wording/board.js';
import { cardWords } from '../../wording/cards.js';
import { departmentWords } from '../../wording/city/department.js';
import { changes, ratingCounts } from '../board/counts.js';
import type { Card } from '../card.js';
import { messageCard } from '../message.js';
import { approvedOf, boardLines, withChart } from './board-lines.js';
import type { NoticeMaterial } from './notice-material.js';

/** Sections listed at most, of each round. */
const SECTIONS_MAX = 40;

/** Null when nothing is left to do and nothing has changed in any round, or no section of theirs reports. */
export function departmentCard(
  { boards }: Extract<NoticeMaterial, { kind: 'department' }>,
  language: Language,
): Card | null {
  const shown = boards.filter(({ sections }) => {
    const total = totalOf(sections);
    return total.done < total.sections || changes(total, language).length > 0;
  });
  const [first] = shown;
  if (!first) return null;
  const sections = Math.max(...shown.map((one) => one.sections.length));
  const card = messageCard(
    language,
    departmentWords(language).title(sections),
    shown.flatMap((one) => roundLines(one, language)),
  );
  return withChart(card, first, true, language);
}

/** Goals of a section that should have been submitted by now. What is being corrected was, and stands approved meanwhile. */
function lateIn({ dueOn, counts }: BoardSection, today: string): number {
  return dueOn < today ? counts.open + counts.returned : 0;
}

function roundLines(board: Board, language: Language): string[] {
  const words = departmentWords(language);
  const { sections, today } = board;
  const late = sections.filter((one) => lateIn(one, today) > 0).length;
  return [
    ...boardLines(board, totalOf(sections), language),
    ...(late > 0 ? [words.lateOf(late)] : []),
    ...sections.slice(0, SECTIONS_MAX).map((one) => `・${sectionLine(one, board, language)}`),
    ...(sections.length > SECTIONS_MAX ? [words.more(sections.length - SECTIONS_MAX)] : []),
  ];
}

function sectionLine(section: BoardSection, { scale, round, today }: Board, language: Language): string {
  const words = departmentWords(language);
  const { between } = cardWords(language);
  const ratings = ratingCounts(section.ratings, scale, round.kind === 'midyear', language);
  const moved = changes(section, language).join(between);
  const late = lateIn(section, today);
  const said = [
    approvedOf(section, language),
    ...(late > 0 ? [words.late(late)] : []),
    ...(ratings === '' ? [] : [words.ratings(ratings)]),
    ...(moved === '' ? [] : [boardWords(language).moved(moved)]),
  ].join(between);
  return words.section(section.name, said);
}
