/** Buttons and the form of whole rounds: each is looked at first and done when it is confirmed; others hear that it is not for them. */
import type { RoundCommand } from '../../board/rounds.js';
import { fiscalYearOf, isIsoDate, parseFiscalYear } from '../../calendar/japanese-dates.js';
import { ROUND_KINDS, type RoundKind } from '../../calendar/round.js';
import { typedDay } from '../../calendar/typed-day.js';
import type { Action, ButtonOf } from '../../cards/action.js';
import { roundForm } from '../../cards/board/round-form.js';
import { coordinates } from '../../organization/people.js';
import { nfkc } from '../../text/normal-form.js';
import { roundWords } from '../../wording/coordinator/rounds.js';
import { aside, type Happened, happened, message, record, type Scene, type Told } from '../told.js';
import { onlyCoordinator } from './only-coordinator.js';

export function pressRounds(
  scene: Scene,
  name: ButtonOf<'rounds'>,
  action: Action,
  fields: Readonly<Record<string, string>>,
): Happened {
  if (name === 'site_file' && coordinates(scene.actor)) return sitePages(scene, action);
  const told = coordinates(scene.actor)
    ? pressed(scene, name, action, fields)
    : aside(onlyCoordinator(scene));
  return happened(scene.desk, told);
}

function pressed(
  scene: Scene,
  name: ButtonOf<'rounds'>,
  { of, v, with: argument }: Action,
  fields: Readonly<Record<string, string>>,
): Told {
  const { language, today } = scene;
  const command = (one: RoundCommand): Told => aside(record(one));
  const round = readRound(of);
  const unknown = (): Told =>
    aside(message(roundWords(language).unknown, [roundWords(language).unknownLine]));
  switch (name) {
    case 'rounds':
      return command({ kind: 'show_rounds', ...(argument === 'year' ? { year: true } : {}) });
    case 'open_round_form':
      return { kind: 'form', card: roundForm(of, likelyNext(today), language) };
    case 'plan_round':
      return planned(scene, of, fields);
    case 'open_round_now':
      return round && isIsoDate(argument)
        ? command({ kind: 'open_round', ...round, dueOn: argument, agreed: v === 1 })
        : unknown();
    case 'close_round':
      return command({ kind: 'close_round', round: of, agreed: null });
    case 'close_round_now':
      return command({ kind: 'close_round', round: of, agreed: argument });
    case 'publish_year':
    case 'publish_now': {
      const agreed = name === 'publish_now' ? argument : null;
      if (!round) return unknown();
      const plan = round.round === 'targets' ? ({ plan: true } as const) : {};
      return command({ kind: 'publish_year', fiscalYear: round.fiscalYear, ...plan, agreed });
    }
    case 'site_file':
      return unknown();
    default:
      return name satisfies never;
  }
}

/** The published pages as a file: said first, since making them takes a while. */
function sitePages(scene: Scene, { of }: Action): Happened {
  const { actor, desk, input, language } = scene;
  const { site, unknown, unknownLine } = roundWords(language);
  const round = readRound(of);
  if (!round) return happened(desk, aside(message(unknown, [unknownLine])));
  const by = {
    personId: actor.id,
    name: actor.name,
    post: actor.posts.find(({ role }) => role === 'coordinator')?.title ?? '',
    source: input.place.split(':', 1)[0]!,
  };
  return happened(desk, message(site.making, [site.makingLine]), {
    kind: 'file',
    file: { kind: 'site', fiscalYear: round.fiscalYear, by, language },
  });
}

/** The form as it was sent: what cannot be read stays in it with why. */
function planned({ language, today }: Scene, of: string, fields: Readonly<Record<string, string>>): Told {
  const { form } = roundWords(language);
  const { kind = '', year = '', due = '' } = fields;
  const round = of === '' ? null : readRound(of);
  const fiscalYear = round?.fiscalYear ?? parseFiscalYear(year) ?? plainYear(year);
  const which = round?.round ?? kindNamed(kind);
  const dueOn = isIsoDate(due.trim()) ? due.trim() : typedDay(due, today);
  const problems = {
    ...(which === null ? { kind: form.required } : {}),
    ...(fiscalYear === null ? { year: year.trim() === '' ? form.required : form.yearUnread } : {}),
    ...(dueOn === null ? { due: due.trim() === '' ? form.required : form.dueUnread } : {}),
  };
  return which === null || fiscalYear === null || dueOn === null
    ? { kind: 'form_problem', problems }
    : aside(record({ kind: 'open_round', fiscalYear, round: which, dueOn, agreed: false }));
}

const kindNamed = (text: string): RoundKind | null => ROUND_KINDS.find((kind) => kind === text) ?? null;

function plainYear(text: string): number | null {
  const year = Number(nfkc(text).trim());
  return Number.isInteger(year) && year > 1000 && year < 10_000 ? year : null;
}

function readRound(id: string): { readonly fiscalYear: number; readonly round: RoundKind } | null {
  const [year = '', kind = ''] = id.split('-');
  const [fiscalYear, round] = [plainYear(year), kindNamed(kind)];
  return fiscalYear === null || round === null ? null : { fiscalYear, round };
}

/** What stands in the form already: from January on, and in April, the year-end; the year that the day is in, or was. */
function likelyNext(today: string): { readonly kind: RoundKind; readonly year: number } {
  const month = Number(today.slice(5, 7));
  const kind = month >= 6 && month <= 12 ? 'midyear' : 'yearend';
  return { kind, year: fiscalYearOf(today) - (month >= 4 && month < 6 ? 1 : 0) };
}
