/** The review before 提出, and forms of one text. */

import type { Draft, Question } from '../draft/drafts.js';
import { questionName } from '../draft/question-names.js';
import { MAX_TEXT, needsMeasures, needsReason, withDirection } from '../draft/questions.js';
import { proposalFor } from '../report/proposal/proposal-for.js';
import type { KeptCheck } from '../report/report.js';
import { checkId } from '../report/report-checks.js';
import type { Task } from '../report/task.js';
import { ratingLabel } from '../sheet/scale.js';
import type { Language } from '../text/language.js';
import { taskHeading } from '../wording/cards.js';
import { checkWords } from '../wording/checks.js';
import { interviewWords } from '../wording/interview.js';
import { midyearWords } from '../wording/year/midyear.js';
import { encodeAction } from './action.js';
import type { Card } from './card.js';
import { evidenceButtons, evidenceLine } from './evidence/evidence.js';
import { textField } from './field.js';
import { fieldLabel, marked } from './interview/facts.js';
import { draftButton } from './question.js';
import { checkRow, proposalLine } from './report-rows.js';
import { targetText } from './year/target-text.js';

/** The whole report as it will stand in the sheet, with 提出 and 修正 for each field. */
export function reviewCard(
  task: Task,
  draft: Draft,
  language: Language,
  problems: readonly string[] = [],
  checks: readonly KeptCheck[] = [],
): Card {
  const words = interviewWords(language);
  const midyear = midyearWords(language);
  const outlook = task.round.kind === 'midyear';
  const edit = (question: Question, field: string, of: string) =>
    draftButton(draft, 'edit', words.edit(field), {
      argument: questionName(task, question),
      label: words.editLabel(field, of),
    });
  return {
    name: 'review',
    language,
    view: {
      heading: taskHeading(task, language),
      goal: words.goal(task.goalNo, task.goalText),
      problems: [...problems],
      rows: task.indicators.map((indicator) => {
        const answer = draft.answers[indicator.id] ?? {};
        const { result = '', rating, reason = '', measures = '', status = '' } = answer;
        const reasoned = needsReason(task, indicator, answer);
        const atRisk = needsMeasures(task, answer);
        const of = indicator.name;
        return {
          indicator: indicator.name,
          target: targetText(indicator.target, indicator.changed, language),
          result: marked(task, draft, { at: 'result', indicator: indicator.id }, result, language),
          rating: rating ? ratingLabel(task.scale, rating, language, outlook) : '',
          because: rating
            ? proposalLine(
                task,
                { proposal: proposalFor(task, withDirection(indicator, answer), result), rating },
                language,
              )
            : '',
          reason: reasoned ? reason : '',
          measures: atRisk ? measures : '',
          status: marked(task, draft, { at: 'status', indicator: indicator.id }, status, language),
          edits: [
            edit({ at: 'result', indicator: indicator.id }, words.result, of),
            edit({ at: 'rating', indicator: indicator.id }, words.rating, of),
            ...(reasoned ? [edit({ at: 'reason', indicator: indicator.id }, words.reason, of)] : []),
            ...(atRisk ? [edit({ at: 'measures', indicator: indicator.id }, midyear.measures, of)] : []),
            edit({ at: 'status', indicator: indicator.id }, words.status, of),
          ],
        };
      }),
      policyLabel: words.policy,
      policy: marked(task, draft, { at: 'policy' }, draft.policy ?? '', language),
      policyEdits: task.policyAsked
        ? [edit({ at: 'policy' }, words.policy, words.goal(task.goalNo, ''))]
        : [],
      evidence: evidenceLine(task, language),
      ...checkRows(task, draft, checks, language),
      prompt: outlook ? midyear.ask.review : words.ask.review,
      buttons: [
        draftButton(draft, 'submit', words.submit, { style: 'primary' }),
        draftButton(draft, 'open_form', words.form),
        draftButton(draft, 'later', words.later),
        ...evidenceButtons(task, language),
      ],
      labels: {
        target: words.target,
        result: words.result,
        rating: words.rating,
        reason: words.reason,
        measures: midyear.measures,
        status: fieldLabel(task, 'status', language),
      },
    },
  };
}

/** 確認事項 above 提出する, each with 「このままで正しい」. */
export function checkRows(task: Task, draft: Draft, checks: readonly KeptCheck[], language: Language) {
  const words = checkWords(language);
  const open = checks.filter(({ reason }) => reason === null).length;
  return {
    checksTitle: checks.length === 0 ? '' : words.title(open),
    checksLine: open === 0 ? '' : words.line,
    checks: checks.map((check) => {
      const title = check.reason === null ? words.right : words.changeReason;
      return {
        ...checkRow(task, check, language),
        buttons: [
          draftButton(draft, 'open_check', title, {
            argument: checkId(check),
            label: words.about(title, check.texts[0]?.text ?? ''),
          }),
        ],
      };
    }),
  };
}

/** The form for the reason of 「このままで正しい」. */
export function checkForm(task: Task, draft: Draft, check: KeptCheck, language: Language): Card {
  const card = commentForm(
    checkWords(language).form,
    checkRow(task, check, language).text,
    encodeAction('check', draft.task, draft.turn, checkId(check)),
    language,
    'primary',
  );
  if (card.name !== 'form') return card;
  const [group] = card.view.groups;
  const fields = group!.fields.map((field) => ({
    ...field,
    value: check.reason ?? '',
    multiline: false,
    maxLength: MAX_TEXT.check,
  }));
  return { ...card, view: { ...card.view, groups: [{ ...group!, fields }] } };
}

/** The form for the comment of a return (差戻し). */
export function returnForm(
  report: { readonly id: string; readonly version: number },
  title: string,
  language: Language,
): Card {
  const words = interviewWords(language).returnForm;
  return commentForm(words, title, encodeAction('return', report.id, report.version), language, 'danger');
}

type CommentWords = Readonly<
  Record<'title' | 'intro' | 'comment' | 'placeholder' | 'required' | 'send' | 'cancel', string>
>;

/** A form of one text, its field named `comment`. */
export function commentForm(
  words: CommentWords,
  title: string,
  action: string,
  language: Language,
  style: 'danger' | 'primary',
): Card {
  return {
    name: 'form',
    language,
    view: {
      title: words.title,
      intro: [title, words.intro],
      groups: [
        {
          heading: '',
          facts: [],
          fields: [
            textField({
              id: 'comment',
              label: words.comment,
              placeholder: words.placeholder,
              multiline: true,
              maxLength: MAX_TEXT.reason,
              errorMessage: words.required,
            }),
          ],
        },
      ],
      send: { id: 'send', title: words.send, label: words.send, style, action },
      cancel: words.cancel,
    },
  };
}
