/** 目標の変更 in words, by button and by form. Who may is decided by the record, in its transaction. */
import { type Action, type ButtonOf, encodeAction } from '../../cards/action.js';
import { commentForm } from '../../cards/review.js';
import {
  REASON_MAX,
  TARGET_MAX,
  targetDoneCard,
  targetForm,
  targetsCard,
} from '../../cards/year/target-change.js';
import type { Command } from '../../decision/command.js';
import type { Outcome } from '../../decision/outcome/outcome.js';
import type { TargetsCommand } from '../../decision/year/decide-target.js';
import { MAX_TEXT } from '../../draft/questions.js';
import { folded } from '../../sheet/scale.js';
import type { Language } from '../../text/language.js';
import { mayBeCommand } from '../../text/text.js';
import { problemWords } from '../../wording/problems.js';
import { targetChangeWords } from '../../wording/year/target-change.js';
import { aside, type Happened, happened, record, type Said, type Scene, type Told } from '../told.js';

/** The longer first. */
const WORDS = ['change the target', 'change target', '目標を変更', '目標の変更', '目標変更', 'target'];

/**
 * 「目標変更」「目標変更 1番」「1番 目標変更」: what may be changed, of one goal or of all. null when it is said of no target, or in a
 * channel to others.
 */
export function targetMeant({ desk, input }: Scene<Said>): Happened | null {
  if (input.surface === 'channel' || !mayBeCommand(input.text)) return null;
  const said = folded(input.text);
  const word = WORDS.find((one) => said.startsWith(one) || said.endsWith(one));
  if (word === undefined) return null;
  const rest = (said.startsWith(word) ? said.slice(word.length) : said.slice(0, -word.length)).trim();
  const goal = rest === '' ? '' : /^(?:no\.? ?)?(\d{1,3})(?:番目?)?の?$/u.exec(rest)?.[1];
  return goal === undefined ? null : happened(desk, record({ kind: 'show_targets', goal }));
}

export function pressTarget(
  { desk, language }: Scene,
  name: ButtonOf<'targets'>,
  action: Action,
  fields: Readonly<Record<string, string>>,
): Happened {
  const words = targetChangeWords(language);
  const enter = (command: Command) => happened(desk, aside(record(command)));
  const wrong = (typed: string, longest: number, required: string) =>
    typed.trim() === ''
      ? required
      : typed.length > longest
        ? problemWords.tooLong(longest, typed.length)[language]
        : null;
  switch (name) {
    case 'targets':
      return enter({ kind: 'show_targets', goal: action.with });
    case 'open_target':
      return happened(desk, { kind: 'form', card: targetForm(action, language) });
    case 'ask_target': {
      const { target = '', reason = '' } = fields;
      const problems = Object.entries({
        target: wrong(target, TARGET_MAX, words.form.required),
        reason: wrong(reason, REASON_MAX, words.form.required),
      });
      const found = problems.flatMap(([id, why]) => (why === null ? [] : [[id, why] as const]));
      return found.length > 0
        ? happened(desk, { kind: 'form_problem', problems: Object.fromEntries(found) })
        : enter({ kind: 'ask_target', indicator: action.of, target, reason });
    }
    case 'approve_target':
      return enter({ kind: 'approve_target', change: action.of, step: action.v });
    case 'open_return_target': {
      const sends = encodeAction('return_target', action.of, action.v, action.with);
      const card = commentForm(words.returnForm, action.with, sends, language, 'danger');
      return happened(desk, { kind: 'form', card });
    }
    case 'return_target': {
      const { comment = '' } = fields;
      const problem = wrong(comment, MAX_TEXT.reason, words.returnForm.required);
      return problem === null
        ? enter({ kind: 'return_target', change: action.of, comment })
        : happened(desk, { kind: 'form_problem', problems: { comment: problem } });
    }
    case 'withdraw_target':
      return enter({ kind: 'withdraw_target', change: action.of });
    default:
      return name satisfies never;
  }
}

/** What is told when the record has answered. */
export function targetOutcome(
  { kind }: Pick<TargetsCommand, 'kind'>,
  { targets = [], target: change, section = '' }: Extract<Outcome, { ok: true }>,
  language: Language,
): Told[] {
  if (kind === 'show_targets') return [{ kind: 'card', card: targetsCard(targets, language) }];
  return change ? [{ kind: 'card', card: targetDoneCard(kind, { change, section }, language) }] : [];
}
