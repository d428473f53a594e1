/** Whole rounds of 事務局: the list, the form, what opening, closing and publishing would do, and what they did. */
import { marked, type NoRound, type RoundAct } from '../../board/rounds.js';
import { fiscalYearName, formatMonthDay } from '../../calendar/japanese-dates.js';
import type { Round } from '../../calendar/round.js';
import { staysAsLastYear } from '../../report/loose-ends.js';
import type { Language } from '../../text/language.js';
import { boardWords } from '../../wording/board.js';
import { cardWords, roundName } from '../../wording/cards.js';
import { looseEndLines, roundWords } from '../../wording/coordinator/rounds.js';
import { planPublishingWords } from '../../wording/year/plan-publishing.js';
import { encodeAction } from '../action.js';
import type { Button, Card } from '../card.js';
import { messageCard, plainButton } from '../message.js';
import { roundsButton } from './rounds-button.js';
import { yearButton, yearCard } from './year.js';

/** Of a list on a card: rounds, days of messages, sections named on a line. */
const SHOWN = { rounds: 4, days: 8, sections: 8 } as const;

const yearName = (year: number, language: Language) =>
  language === 'ja' ? fiscalYearName(year) : `FY${year}`;

export function roundCard(act: RoundAct, language: Language): Card {
  const words = roundWords(language);
  const day = (date: string) => formatMonthDay(date, language);
  switch (act.what) {
    case 'rounds':
      return listCard(act, language);
    case 'year':
      return yearCard(act.plan, language);
    case 'open_round':
      return openCard(act, language);
    case 'no_round':
      return messageCard(language, words.not(roundName(act.round, language)), [
        whyNot(act, act.round, language),
      ]);
    case 'round_closed_day': {
      const { round, holiday, before, after } = act;
      return messageCard(
        language,
        words.closedDay(day(round.dueOn), words.closedWhy(holiday)),
        [words.not(roundName(round, language)), words.closedLine],
        [before, after].map((date) =>
          plainButton(`to-${date}`, words.set(day(date)), encodeAction('open_round_now', round.id, 0, date)),
        ),
      );
    }
    case 'close_round':
      return closeCard(act, language);
    case 'publish_year':
      return publishCard(act, language);
    case 'unknown_round':
      return messageCard(language, words.unknown, [words.unknownLine]);
    default:
      return act satisfies never;
  }
}

function listCard({ rounds, today }: Extract<RoundAct, { what: 'rounds' }>, language: Language): Card {
  const words = roundWords(language);
  const day = (date: string) => formatMonthDay(date, language);
  const shown = rounds.filter(({ state }, place) => state === 'open' || place < SHOWN.rounds);
  const button = (name: 'open_round_form' | 'close_round' | 'publish_year', round: Round, title: string) =>
    plainButton(`${name}-${round.id}`, title, encodeAction(name, round.id));
  return messageCard(
    language,
    words.title,
    shown.length === 0
      ? [words.none]
      : shown.map((round) =>
          words.line(
            roundName(round, language),
            day(round.opensOn),
            day(round.dueOn),
            today < round.opensOn && round.state === 'open'
              ? boardWords(language).notBegun(day(round.opensOn))
              : words[round.state],
          ),
        ),
    [
      plainButton('open_round_form', words.openNew, encodeAction('open_round_form')),
      ...shown
        .slice(0, SHOWN.rounds)
        .flatMap((round) => [
          ...(round.state === 'open'
            ? [
                button('open_round_form', round, words.extend(roundName(round, language))),
                button('close_round', round, words.close(roundName(round, language))),
              ]
            : []),
          ...(round.kind === 'yearend'
            ? [button('publish_year', round, words.publish(yearName(round.fiscalYear, language)))]
            : []),
          ...(round.kind === 'targets'
            ? [
                button(
                  'publish_year',
                  round,
                  planPublishingWords(language).button(yearName(round.fiscalYear, language)),
                ),
              ]
            : []),
        ]),
      yearButton(language),
    ],
  );
}

function openCard(act: Extract<RoundAct, { what: 'open_round' }>, language: Language): Card {
  const words = roundWords(language);
  const { preview } = words;
  const { round, from, again, done, sections, people, workingDays, ownDates, made = 0 } = act;
  const name = roundName(round, language);
  const day = (date: string) => formatMonthDay(date, language);
  const isChange = from !== null && !again;
  if (done)
    return messageCard(
      language,
      (isChange ? words.done.change : words.done.open)(name),
      [
        preview.dates(day(round.opensOn), day(round.dueOn), workingDays),
        ...(made > 0 ? [words.done.made(made)] : []),
        words.done.line(sections),
      ],
      [roundsButton(language)],
    );
  const ask = again ? preview.again : isChange ? preview.change : preview.open;
  return messageCard(
    language,
    ask(name),
    [
      ...(isChange ? [preview.moved(day(from), day(round.dueOn))] : []),
      [
        preview.dates(day(round.opensOn), day(round.dueOn), workingDays),
        ...(round.kind === 'targets' ? [] : [preview.asOf(day(round.asOf))]),
      ].join(cardWords(language).between),
      ...(made > 0 ? [preview.made(made)] : []),
      sections === 0 ? preview.noSheets : preview.to(sections, people),
      ...(ownDates > 0 ? [preview.ownDates(ownDates)] : []),
      ...dayLines(act.days, language),
      ...namesLine(preview.vacant, act.vacant, language),
      ...namesLine(preview.unlinked, act.unlinked, language),
    ],
    [
      plainButton(
        'now',
        preview.now[isChange ? 'change' : 'open'],
        encodeAction('open_round_now', round.id, 1, round.dueOn),
        'primary',
      ),
    ],
  );
}

function dayLines(days: Extract<RoundAct, { what: 'open_round' }>['days'], language: Language): string[] {
  const { preview } = roundWords(language);
  if (days.length === 0) return [];
  const rest = days.slice(SHOWN.days);
  return [
    preview.days,
    ...days
      .slice(0, SHOWN.days)
      .map(({ day, channels, people }) => preview.day(formatMonthDay(day, language), channels, people)),
    ...(rest.length > 0
      ? [
          preview.moreDays(
            rest.length,
            rest.reduce((sum, { people }) => sum + people, 0),
          ),
        ]
      : []),
  ];
}

function namesLine(line: (names: string) => string, names: readonly string[], language: Language): string[] {
  if (names.length === 0) return [];
  const more = names.length - SHOWN.sections;
  const shown = names.slice(0, SHOWN.sections).join(language === 'ja' ? '、' : ', ');
  return [line(shown + (more > 0 ? roundWords(language).preview.more(more) : ''))];
}

function whyNot(no: NoRound, { dueOn, asOf }: Round, language: Language): string {
  const { why } = roundWords(language);
  const day = (date: string) => formatMonthDay(date, language);
  switch (no.why) {
    case 'section_before_as_of':
      return why.section_before_as_of(no.section ?? '');
    case 'before_as_of': {
      const other = no.likely === null ? why.check : why.likely(yearName(no.likely, language));
      return why.before_as_of(day(dueOn), day(asOf), other);
    }
    case 'past':
    case 'before_opening':
    case 'same':
      return why[no.why](day(dueOn));
    default:
      return no satisfies never;
  }
}

function closeCard(act: Extract<RoundAct, { what: 'close_round' }>, language: Language): Card {
  const { closing } = roundWords(language);
  const { round, ends, done, changed } = act;
  const name = roundName(round, language);
  if (done) return messageCard(language, closing.done(name), [closing.doneLine], [roundsButton(language)]);
  return messageCard(
    language,
    closing.ask(name),
    [
      ...(changed ? [closing.changed] : []),
      closing.line,
      ...(ends.length === 0
        ? [closing.nothing]
        : [
            closing.left,
            ...looseEndLines(ends, language, SHOWN.sections),
            ...(staysAsLastYear(round, ends) ? [closing.plansStay] : []),
          ]),
    ],
    [
      plainButton(
        'now',
        ends.length === 0 ? closing.now : closing.nowAnyway,
        encodeAction('close_round_now', round.id, 0, marked(ends)),
        'danger',
      ),
    ],
  );
}

/** The published pages of a year as a file. */
const siteButton = (fiscalYear: number, language: Language): Button =>
  plainButton('site', roundWords(language).site.button, encodeAction('site_file', `${fiscalYear}-yearend`));

function publishCard(act: Extract<RoundAct, { what: 'publish_year' }>, language: Language): Card {
  const { publishing, closing } = roundWords(language);
  const { fiscalYear, plan, ready, unready, published, ends, mark, done, changed } = act;
  const year = yearName(fiscalYear, language);
  const said = { ...publishing, ...(plan ? planPublishingWords(language) : {}) };
  if (done)
    return messageCard(
      language,
      said.done(year, ready.length),
      [said.doneLine, ...namesLine(said.ready, ready, language)],
      [siteButton(fiscalYear, language)],
    );
  return messageCard(
    language,
    said.ask(year),
    [
      ...(changed ? [closing.changed] : []),
      said.counts(ready.length, unready.length, published),
      ...namesLine(said.ready, ready, language),
      ...namesLine(said.unready, unready, language),
      ...(ready.length === 0
        ? [said.noneReady]
        : [
            ...(ends.length === 0 ? [] : [closing.left, ...looseEndLines(ends, language, SHOWN.sections)]),
            said.line,
          ]),
    ],
    ready.length === 0
      ? published > 0
        ? [siteButton(fiscalYear, language)]
        : []
      : [
          plainButton(
            'now',
            said.now(ready.length),
            encodeAction('publish_now', `${fiscalYear}-${plan ? 'targets' : 'yearend'}`, 0, mark),
            'primary',
          ),
        ],
  );
}
