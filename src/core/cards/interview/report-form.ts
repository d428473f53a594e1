/** The same interview as one form. */
import { reportKind } from '../../calendar/round.js';
import type { Draft, Question } from '../../draft/drafts.js';
import { questionName } from '../../draft/question-names.js';
import { MAX_TEXT, needsMeasures } from '../../draft/questions.js';
import type { TextQuestion } from '../../draft/several.js';
import type { Task } from '../../report/task.js';
import { ratingLabel } from '../../sheet/scale.js';
import type { Language } from '../../text/language.js';
import { taskHeading } from '../../wording/cards.js';
import { interviewWords } from '../../wording/interview.js';
import { problemWords } from '../../wording/problems.js';
import { midyearWords } from '../../wording/year/midyear.js';
import { encodeAction } from '../action.js';
import type { Card, Field } from '../card.js';
import { memoField, resultField } from '../memo/beside.js';
import { fieldLabel, formFacts, policyFacts } from './facts.js';

/**
 * What is filled in already stands in it. Nothing in it is required.
 *
 * @param withMemos  the texts that ask for what was done begin with the words of the memos
 */
export function reportForm(
  task: Task,
  draft: Draft,
  language: Language,
  problems: Readonly<Record<string, string>> = {},
  withMemos = false,
): Card {
  const words = interviewWords(language);
  const field = (question: TextQuestion, value: string): Field => {
    const id = questionName(task, question);
    const field: Field = {
      id,
      label: fieldLabel(task, question.at, language),
      hint: question.at === 'measures' ? onlyAtRisk(task, language) : '',
      placeholder:
        question.at === 'measures' ? midyearWords(language).placeholder : words.placeholder[question.at],
      value,
      problem: problems[id] ?? '',
      multiline: question.at !== 'result',
      required: false,
      maxLength: MAX_TEXT[question.at],
      choices: [],
      errorMessage: problemWords.atMost(MAX_TEXT[question.at])[language],
    };
    return withMemos ? memoField(field, task, draft, question, language) : field;
  };
  return {
    name: 'form',
    language,
    view: {
      title: words.reportForm.title,
      intro: [taskHeading(task, language), words.goal(task.goalNo, task.goalText), words.reportForm.intro],
      groups: [
        ...task.indicators.map((indicator) => {
          const {
            result = '',
            rating = '',
            reason = '',
            measures = '',
            status = '',
          } = draft.answers[indicator.id] ?? {};
          const ratingQuestion: Question = { at: 'rating', indicator: indicator.id };
          const ratingId = questionName(task, ratingQuestion);
          return {
            heading: [words.progress(indicator.seq, task.indicators.length), indicator.name]
              .filter((text) => text !== '')
              .join(' '),
            facts: formFacts(task, draft, indicator, language),
            fields: [
              resultField(field({ at: 'result', indicator: indicator.id }, result), indicator, language),
              {
                ...field({ at: 'reason', indicator: indicator.id }, ''),
                id: ratingId,
                label: words.rating,
                placeholder: words.reportForm.noRating,
                value: rating,
                problem: problems[ratingId] ?? '',
                multiline: false,
                errorMessage: words.ask.rating[reportKind(task.round.kind)],
                choices: task.scale.steps.map((step) => ({
                  title: ratingLabel(task.scale, step.code, language, task.round.kind === 'midyear'),
                  value: step.code,
                })),
              },
              field({ at: 'reason', indicator: indicator.id }, reason),
              ...(task.round.kind === 'midyear'
                ? [field({ at: 'measures', indicator: indicator.id }, measures)]
                : []),
              field({ at: 'status', indicator: indicator.id }, status),
            ],
          };
        }),
        ...(task.policyAsked
          ? [
              {
                heading: '',
                facts: policyFacts(task, language),
                fields: [field({ at: 'policy' }, draft.policy ?? '')],
              },
            ]
          : []),
      ],
      send: {
        id: 'send',
        title: words.reportForm.send,
        label: words.reportForm.send,
        style: 'primary',
        action: encodeAction('fill_form', draft.task, draft.turn),
      },
      cancel: words.reportForm.cancel,
    },
  };
}

/** In the form the outlook is chosen beside it: which ones 下半期の対策 is for. */
function onlyAtRisk(task: Task, language: Language): string {
  const steps = task.scale.steps.filter(({ code }) => needsMeasures(task, { rating: code }));
  return midyearWords(language).onlyAtRisk(
    steps.map(({ code }) => ratingLabel(task.scale, code, language, true)),
  );
}
