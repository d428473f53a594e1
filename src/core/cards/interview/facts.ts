/** What stands beside a question, in the conversation and in the form: target, earlier answers, what was read, the proposal. */
import { fiscalYearName } from '../../calendar/japanese-dates.js';
import { checksOfResult } from '../../draft/checks.js';
import type { Draft, Question } from '../../draft/drafts.js';
import { isAsAtMidyear, takesResult } from '../../draft/earlier.js';
import { asksDirection, withDirection } from '../../draft/questions.js';
import type { TextQuestion } from '../../draft/several.js';
import { printReading, readQuantity } from '../../quantity/index.js';
import { proposalFor } from '../../report/proposal/proposal-for.js';
import type { EarlierAnswer, Task, TaskIndicator } from '../../report/task.js';
import { DIRECTION_WORDS } from '../../sheet/direction.js';
import { ratingLabel } from '../../sheet/scale.js';
import type { Language } from '../../text/language.js';
import { checkWords } from '../../wording/checks.js';
import { interviewWords } from '../../wording/interview.js';
import { memoBesideWords } from '../../wording/memo/beside.js';
import { midyearWords } from '../../wording/year/midyear.js';
import type { Fact } from '../card.js';
import { memoFacts, sumLines } from '../memo/beside.js';
import { inForceLine, targetText } from '../year/target-text.js';
import { yearNoteFacts } from '../year/year-notes.js';

/** What a field is called: on the 10-column form 目標達成状況 takes 今後の方針 in as well (T03). */
export function fieldLabel(task: Task, field: TextQuestion['at'], language: Language): string {
  if (field === 'measures') return midyearWords(language).measures;
  const words = interviewWords(language);
  return field === 'status' && !task.policyAsked ? words.statusWithPolicy : words[field];
}

/** 中間の回答 / 令和4年度の回答 */
export function earlierLabel(from: EarlierAnswer['from'], language: Language): string {
  const words = interviewWords(language);
  if (from.kind === 'midyear') return words.fromMidyear;
  return words.fromYear(language === 'ja' ? fiscalYearName(from.fiscalYear) : `FY${from.fiscalYear}`);
}

/** Beside a question about an indicator. */
export function indicatorFacts(
  task: Task,
  draft: Draft,
  indicator: TaskIndicator,
  question: Question,
  language: Language,
): Fact[] {
  const words = interviewWords(language);
  const unit = readQuantity(indicator.target, { indicator: indicator.name }).parts.find(
    (part) => part.kind === 'number' && part.unit !== null,
  );
  const answer = draft.answers[indicator.id] ?? {};
  // What somebody minded last year comes first, where an indicator is asked about first.
  const isFirst = question.at === 'result' || takesResult(task, draft);
  const facts: Fact[] = [
    ...(isFirst ? yearNoteFacts(task, [indicator], language) : []),
    { label: words.target, value: targetText(indicator.target, indicator.changed, language) },
  ];
  if (unit?.kind === 'number' && unit.unit) facts.push({ label: words.unit, value: unit.unit });
  for (const earlier of indicator.earlier) {
    const label = earlierLabel(earlier.from, language);
    if (question.at === 'status') {
      if (earlier.status.trim() !== '') facts.push({ label, value: earlier.status });
      if (earlier.measures)
        facts.push({ label: midyearWords(language).measuresAtMidyear, value: earlier.measures });
    } else if (earlier.result.trim() !== '') {
      const rating =
        earlier.rating === null
          ? ''
          : `（${ratingLabel(task.scale, earlier.rating, language, earlier.from.kind === 'midyear')}）`;
      facts.push({ label, value: `${earlier.result}${rating}` });
    }
  }
  if (question.at !== 'result' && answer.result !== undefined)
    facts.push({
      label: words.result,
      value: marked(task, draft, { at: 'result', indicator: indicator.id }, answer.result, language),
    });
  if (
    (question.at === 'reason' || question.at === 'measures' || question.at === 'status') &&
    answer.rating !== undefined
  )
    facts.push({
      label: words.rating,
      value: ratingLabel(task.scale, answer.rating, language, task.round.kind === 'midyear'),
    });
  return question.at === 'rating' && !isFirst ? facts : [...facts, ...memoFacts(task, question, language)];
}

/** Beside the fields of an indicator in the form: all that the conversation shows with its questions. */
export function formFacts(task: Task, draft: Draft, indicator: TaskIndicator, language: Language): Fact[] {
  const words = interviewWords(language);
  const statuses = indicator.earlier.flatMap(({ from, status }) =>
    status.trim() === '' ? [] : [{ label: words.earlierStatus(earlierLabel(from, language)), value: status }],
  );
  return [
    ...indicatorFacts(task, draft, indicator, { at: 'result', indicator: indicator.id }, language),
    ...statuses,
    ...sumAndProposal(task, draft, indicator, language),
  ];
}

/** An answer as it is shown before it is submitted: marked where it is still mid-year's. */
export function marked(
  task: Task,
  draft: Draft,
  question: Question,
  text: string,
  language: Language,
): string {
  if (!isAsAtMidyear(task, draft, question)) return text;
  const { asAtMidyear } = interviewWords(language);
  return (question.at === 'result' ? `${text}${asAtMidyear}` : `${asAtMidyear}${text}`).trim();
}

/** Beside 今後の方針. */
export function policyFacts(task: Task, language: Language): Fact[] {
  return task.earlierPolicies
    .filter((earlier) => earlier.text.trim() !== '')
    .map((earlier) => ({ label: earlierLabel(earlier.from, language), value: earlier.text }))
    .concat(memoFacts(task, { at: 'policy' }, language));
}

/** What was understood of the result, the proposal with its arithmetic, and what to look at twice. */
export function readBack(
  task: Task,
  draft: Draft,
  indicator: TaskIndicator,
  unknown: boolean,
  language: Language,
): string[] {
  const words = interviewWords(language);
  const answer = draft.answers[indicator.id] ?? {};
  const result = answer.result ?? '';
  const reading = readQuantity(result, { indicator: indicator.name });
  const known = withDirection(indicator, answer);
  const proposal = proposalFor(task, known, result);
  const outlook = task.round.kind === 'midyear';
  const read =
    reading.certain && reading.parts.length > 0
      ? words.readAs(printReading(reading, language))
      : words.notRead;
  if (unknown) return [read];
  return [
    read,
    proposal.rating
      ? words.proposal(
          ratingLabel(task.scale, proposal.rating, language, outlook),
          proposal.because[language],
        )
      : words.noProposal(proposal.because[language]),
    ...(indicator.changed ? [inForceLine(indicator.changed, language)] : []),
    ...(known.direction !== null && (answer.direction || indicator.directionBy)
      ? [words.comparedAs(DIRECTION_WORDS[known.direction][language])]
      : []),
    ...(proposal.pace ? [proposal.pace[language]] : []),
    ...proposal.warnings.map((warning) => warning.message[language]),
    ...checksOfResult(task, draft, indicator).map(({ message }) =>
      checkWords(language).listed(message[language]),
    ),
  ];
}

/** In a form: what the memos of an indicator add up to, and what is proposed for its result. */
export function sumAndProposal(
  task: Task,
  draft: Draft,
  indicator: TaskIndicator,
  language: Language,
): Fact[] {
  const answer = draft.answers[indicator.id] ?? {};
  const unknown = asksDirection(task, indicator, answer);
  return [
    ...(indicator.memoSum
      ? [
          {
            label: memoBesideWords(language).sumLabel,
            value: sumLines(indicator.memoSum, language).join('\n'),
          },
        ]
      : []),
    ...(answer.result === undefined
      ? []
      : [
          {
            label: interviewWords(language).proposalLabel,
            value: readBack(task, draft, indicator, unknown, language).join('\n'),
          },
        ]),
  ];
}
