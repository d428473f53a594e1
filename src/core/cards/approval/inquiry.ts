/** The cards of a question that an approver asked in the thread: to its writer, the form for the answer, and both in the thread. */
import { formatInstant } from '../../calendar/format-instant.js';
import type { Inquiry } from '../../decision/inquiry.js';
import { MAX_TEXT } from '../../draft/questions.js';
import type { Task } from '../../report/task.js';
import type { Language } from '../../text/language.js';
import { goalName, shortGoal, taskHeading } from '../../wording/cards.js';
import { threadWords } from '../../wording/thread.js';
import { encodeAction } from '../action.js';
import type { Button, Card } from '../card.js';
import { messageCard } from '../message.js';
import { signedBy } from '../report-rows.js';

/**
 * In private to who is asked: the question with 回答する; once it is answered, with the answer instead. `personId`: who
 * reads it; somebody who does not report for the section any more is only told that others answer.
 */
export function inquiryCard(
  question: Inquiry,
  task: Task,
  language: Language,
  personId: string | null = null,
): Card {
  const words = threadWords(language);
  const { asker, answer, text, askedOf } = question;
  const who = signedBy(asker, language);
  const { title, answered, asked, next, passedOn } = words.question;
  if (personId !== null && !askedOf.includes(personId))
    return messageCard(language, passedOn.title(task.goalNo, who), [passedOn.line]);
  return messageCard(
    language,
    answer ? answered(task.goalNo, who) : title(task.goalNo, who),
    [
      taskHeading(task, language),
      shortGoal(task),
      asked(text),
      ...(answer ? [answerLine(answer, language)] : [next]),
    ],
    answer ? [] : [replyButton(question, task, language)],
  );
}

/** 回答する opens the form for the answer. */
export function replyButton({ id }: Pick<Inquiry, 'id'>, task: Task, language: Language): Button {
  const { reply, replyLabel } = threadWords(language).question;
  return {
    id: 'reply',
    title: reply,
    label: replyLabel(goalName(task)),
    style: 'primary',
    action: encodeAction('open_reply', id),
  };
}

/** In the thread where it was asked: question and answer. Null while nobody has answered. */
export function answerNotice(question: Inquiry, task: Task, language: Language): Card | null {
  const { asker, answer, text } = question;
  if (!answer) return null;
  const words = threadWords(language).answer;
  return messageCard(language, words.title(task.goalNo), [
    shortGoal(task),
    words.question(signedBy(asker, language), formatInstant(asker.at)[language], text),
    answerLine(answer, language),
  ]);
}

function answerLine({ by, text }: NonNullable<Inquiry['answer']>, language: Language): string {
  return threadWords(language).answer.answer(signedBy(by, language), formatInstant(by.at)[language], text);
}

/** The form for the answer. */
export function replyForm(question: Inquiry, language: Language): Card {
  const words = threadWords(language);
  const { form } = words;
  return {
    name: 'form',
    language,
    view: {
      title: form.title,
      intro: [words.question.asked(question.text), form.intro],
      groups: [
        {
          heading: '',
          facts: [],
          fields: [
            {
              id: 'answer',
              label: form.answer,
              hint: '',
              placeholder: form.placeholder,
              value: '',
              problem: '',
              multiline: true,
              required: true,
              maxLength: MAX_TEXT.status,
              choices: [],
              errorMessage: form.required,
            },
          ],
        },
      ],
      send: {
        id: 'send',
        title: form.send,
        label: form.send,
        style: 'primary',
        action: encodeAction('reply', question.id),
      },
      cancel: form.cancel,
    },
  };
}
