/**
 * What happened in a step: the next desk, and what is to be told or done. Values only, of no place and drawn by nobody:
 * `draw` makes the effects of them.
 */
import type { Button, Card } from '../cards/card.js';
import { fieldLabel } from '../cards/interview/facts.js';
import { signedBy } from '../cards/report-rows.js';
import type { Command } from '../decision/command.js';
import { checksOfDraft } from '../draft/checks.js';
import type { Desk, Draft } from '../draft/drafts.js';
import { inEnglish } from '../draft/language-of.js';
import type { TextQuestion } from '../draft/several.js';
import type { WantedFile } from '../report/file-request.js';
import { type KeptCheck, openCorrection, type Report } from '../report/report.js';
import type { Task } from '../report/task.js';
import type { Language, Words } from '../text/language.js';
import { decidingWords } from '../wording/deciding.js';
import { problemWords } from '../wording/problems.js';
import type { Context } from './context.js';
import type { Input } from './input.js';

/** A step as its branches look at it: what the person did, on the desk as it is, in the world as it is. */
export type Scene<Done extends Input = Input> = Context & {
  readonly desk: Desk;
  readonly input: Done;
  /** the actor's */
  readonly language: Language;
};

export type Said = Input & { readonly kind: 'said' };

export type Told = (
  | {
      readonly kind: 'message';
      readonly title: string;
      readonly lines: readonly string[];
      readonly buttons: readonly Button[];
    }
  /** where a draft stands, with what was wrong */
  | {
      readonly kind: 'draft';
      readonly task: Task;
      readonly draft: Draft;
      readonly problems: readonly Words[];
      /** what does not fit in it, once every question is answered */
      readonly checks: readonly KeptCheck[];
    }
  /** `memo`: whose card it is; in its thread a number counts on */
  | { readonly kind: 'card'; readonly card: Card; readonly memo?: string }
  /** opened in a dialog */
  | { readonly kind: 'form'; readonly card: Card }
  | { readonly kind: 'form_problem'; readonly problems: Readonly<Record<string, string>> }
  | { readonly kind: 'record'; readonly command: Command }
  | { readonly kind: 'take_over'; readonly task: string; readonly from: string }
  | { readonly kind: 'file'; readonly file: WantedFile }
  /** the cards of a draft that was submitted, discarded, or is not gone on with on behalf of somebody, each to one line */
  | {
      readonly kind: 'fold';
      readonly task: Task;
      readonly draft: Draft;
      readonly ended?: 'dropped' | 'stopped';
    }
  /** those of somebody else, whose draft was taken over */
  | {
      readonly kind: 'fold_taken';
      readonly task: Task;
      readonly draft: Draft;
      readonly from: Colleague;
      readonly by: string;
    }
) & {
  /** where this person alone reads it; else where the input was */
  readonly aside?: true;
};

/** Whose cards are folded, and the language these are in. */
type Colleague = { readonly id: string; readonly language: Language };

export type Happened = { readonly desk: Desk; readonly told: readonly Told[] };

/** The scene of a step. */
export function sceneOf<Done extends Input>(desk: Desk, input: Done, context: Context): Scene<Done> {
  return { ...context, desk, input, language: context.actor.language };
}

export function happened(desk: Desk, ...told: readonly Told[]): Happened {
  return { desk, told };
}

/** A short message with what can be done next. */
export function message(
  title: string,
  lines: readonly string[] = [],
  buttons: readonly Button[] = [],
): Extract<Told, { kind: 'message' }> {
  return { kind: 'message', title, lines, buttons };
}

/** Why a report is written again: its correction was asked for, or it was returned. It stays until it is submitted. */
function whyAgain(report: Report | null, language: Language): Words[] {
  if (report?.state !== 'returned' || !report.returned) return [];
  const { returned } = report;
  const correction = openCorrection(report);
  if (correction?.by.at !== returned.at)
    return [problemWords.returned(returned.comment, signedBy(returned, language))];
  const { reason } = correction;
  return [
    { ja: decidingWords('ja').correction.under(reason), en: decidingWords('en').correction.under(reason) },
  ];
}

/** Where a draft stands, with what it was returned for; at its review with its checks. */
export function standing(
  { actor, today, tasks }: Pick<Context, 'actor' | 'today' | 'tasks'>,
  task: Task,
  draft: Draft,
  problems: readonly Words[] = [],
): Told {
  const checks = draft.asking.at === 'review' ? checksOfDraft(task, draft, { today, tasks }) : [];
  const why = draft.asking.at === 'sent' ? [] : whyAgain(task.report, actor.language);
  const said = draft.asking.at === 'sent' ? [] : englishIn(task, draft);
  return { kind: 'draft', task, draft, problems: [...why, ...problems, ...said], checks };
}

/** That texts of a draft are in English, where the sheet is printed in Japanese; [] where none is. */
export function englishIn(task: Task, draft: Draft): Words[] {
  const names = inEnglish(task, draft).map((question) => fieldNames(task, question.at));
  if (names.length === 0) return [];
  return [
    problemWords.english([...new Set(names.map(({ ja }) => ja))], [...new Set(names.map(({ en }) => en))]),
  ];
}

function fieldNames(task: Task, at: TextQuestion['at']): Words {
  return { ja: fieldLabel(task, at, 'ja'), en: fieldLabel(task, at, 'en') };
}

/** A command for the record, which tells its outcome. */
export function record(command: Command): Told {
  return { kind: 'record', command };
}

export function aside(told: Told): Told {
  return { ...told, aside: true };
}

/** Words as this person reads them. */
export function inLanguage(words: readonly Words[], language: Language): string[] {
  return words.map((one) => one[language]);
}
