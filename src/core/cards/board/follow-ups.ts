/** Promises (約束) of earlier years on 事務局's board: each with its sentence as typed and when it is to be kept. */
import { type BoardAsked, boardArgument, WHOLE_BOARD } from '../../board/asked.js';
import { type FollowUpsPage, isOpenPromise, TIMES } from '../../board/promised.js';
import { fiscalYearName, fiscalYearOf, formatEraDate } from '../../calendar/japanese-dates.js';
import type { FollowUp } from '../../followup/find.js';
import type { Language } from '../../text/language.js';
import { boardWords } from '../../wording/board.js';
import { cardWords } from '../../wording/cards.js';
import { followUpWords } from '../../wording/year/follow-ups.js';
import { encodeAction } from '../action.js';
import type { Button, Card } from '../card.js';
import { plainButton } from '../message.js';

/** The card of a page. */
export function followUpsCard(page: FollowUpsPage, language: Language): Card {
  const words = followUpWords(language);
  const board = boardWords(language);
  const { between } = cardWords(language);
  const { asked, section, rows, counts, pages } = page;
  const year = (of: number) => (language === 'ja' ? fiscalYearName(of) : `FY${of}`);
  const title = words.title(year(page.fiscalYear));
  const found = TIMES.filter((time) => counts[time] > 0);
  const turn = (to: number, id: string, name: string) => button({ ...asked, page: to }, id, name);
  return {
    name: 'board',
    language,
    view: {
      title: section ? words.ofSection(title, section.name) : title,
      bar: '',
      lines: [
        words.line,
        found.length + page.closed === 0
          ? words.none
          : [
              ...found.map((time) => words.count(words.time[time], counts[time])),
              ...(page.closed > 0 ? [words.count(words.closed, page.closed)] : []),
            ].join(between),
        ...(asked.page === 0 ? [words.hint] : []),
        ...(pages > 1 ? [board.page(asked.page + 1, pages)] : []),
      ],
      items: rows.map((row, at) => ({
        title: `${row.section.name} No.${row.goalNo}`,
        bar: '',
        detail: [
          [
            isOpenPromise(row) ? words.time[row.time] : words.state(row.said!, ''),
            promiseTime(row.followUp, language),
            words.from(year(row.fiscalYear)),
          ].join(between),
          ...(row.said?.state === 'dropped' ? [row.said.reason] : []),
          row.followUp.sentence,
        ].join('\n'),
        open: {
          ...button(
            { ...asked, level: 'section', of: row.section.id, page: 0 },
            `open-${at}-${row.section.id}`,
            board.open,
          ),
          label: words.openSection(row.section.name),
        },
      })),
      buttons: [
        ...(asked.page + 1 < pages ? [turn(asked.page + 1, 'next', board.next)] : []),
        ...(asked.page > 0 ? [turn(asked.page - 1, 'previous', board.previous)] : []),
        ...(section
          ? [button({ ...WHOLE_BOARD, followUps: page.fiscalYear }, 'all', board.back(board.wholeCity))]
          : []),
      ],
    },
  };
}

/** When it is to be kept. */
export function promiseTime({ due, timed }: FollowUp, language: Language): string {
  const words = followUpWords(language);
  const day = (iso: string) => (language === 'ja' ? formatEraDate(iso, 'letter') : iso);
  const year = fiscalYearOf(due.from);
  if (!timed) return words.untimed(language === 'ja' ? fiscalYearName(year) : `FY${year}`);
  return due.from === due.until ? day(due.from) : words.span(day(due.from), day(due.until));
}

function button(asked: BoardAsked, id: string, title: string): Button {
  const name = asked.level === 'city' ? 'board' : (`board_${asked.level}` as const);
  return plainButton(id, title, encodeAction(name, asked.of, asked.page, boardArgument(asked)));
}
