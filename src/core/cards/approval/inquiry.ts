/** The cards of a question: of an approver in the thread to its writer, or of who reports to 事務局; the form for the answer, and both together. */
import { formatInstant } from '../../calendar/format-instant.js';
import type { Command } from '../../decision/command.js';
import { type Inquiry, isToDesk } from '../../decision/inquiry.js';
import { MAX_TEXT } from '../../draft/questions.js';
import type { Task } from '../../report/task.js';
import type { Language } from '../../text/language.js';
import { shorten } from '../../text/shorten.js';
import { goalName, shortGoal, taskHeading } from '../../wording/cards.js';
import { boardCheckWords } from '../../wording/coordinator/checks.js';
import { threadWords } from '../../wording/thread.js';
import { encodeAction } from '../action.js';
import type { Button, Card } from '../card.js';
import { textField } from '../field.js';
import { isOpen, messageCard, resumingButton } from '../message.js';
import { signedBy } from '../report-rows.js';

/** What was asked, as it is repeated to who asked, in UTF-16 units. */
const QUOTED = 60;

/** To who has asked, or answered: where it went. */
export function inquirySentCard(
  command: Extract<Command, { kind: 'ask' | 'ask_desk' | 'reply' }>,
  { goalNo, privately }: { readonly goalNo: string; readonly privately?: true },
  language: Language,
): Card {
  const { asked, desk, replied } = threadWords(language);
  if (command.kind === 'reply')
    return messageCard(language, replied.title(goalNo), [privately ? replied.privately : replied.line]);
  const words = command.kind === 'ask' ? asked : desk.asked;
  return messageCard(language, words.title, [words.line(goalNo, shorten(command.text, QUOTED)), words.next]);
}

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

/** In private to each coordinator: what somebody of a section asks, with 回答する; once it is answered, with the answer. */
export function deskQuestionCard(question: Inquiry, task: Task, language: Language): Card {
  const { desk, question: words } = threadWords(language);
  const { asker, answer, text } = question;
  const who = signedBy(asker, language);
  return messageCard(
    language,
    (answer ? desk.answered : desk.title)(goalName(task), who),
    [
      taskHeading(task, language),
      shortGoal(task),
      words.asked(text),
      answer ? answerLine(answer, language) : desk.next,
    ],
    answer ? [] : [replyButton(question, task, language)],
  );
}

/** In private to who asked 事務局: the answer. Null while there is none. */
export function deskAnswerCard(question: Inquiry, task: Task, language: Language): Card | null {
  const { answer, text } = question;
  if (!answer) return null;
  const { desk, question: words } = threadWords(language);
  return messageCard(
    language,
    desk.reply(task.goalNo),
    [shortGoal(task), words.asked(text), answerLine(answer, language)],
    isOpen(task) ? [resumingButton(task, language)] : [],
  );
}

/** The form of 事務局に質問する, with the text that was typed in it already. */
export function askDeskForm(task: Task, text: string, held: number, language: Language): Card {
  const { form } = threadWords(language).desk;
  return textForm(
    form,
    [taskHeading(task, language), shortGoal(task), form.intro],
    { id: 'question', label: form.question, value: text },
    encodeAction('ask_desk', task.id, held),
    language,
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
  return textForm(
    form,
    [words.question.asked(question.text), replyIntro(question, language)],
    { id: 'answer', label: form.answer, value: '' },
    encodeAction('reply', question.id),
    language,
  );
}

/** Where the answer goes. */
function replyIntro(question: Inquiry, language: Language): string {
  const { form, desk } = threadWords(language);
  if (question.check) return boardCheckWords(language).replyIntro;
  return isToDesk(question) ? desk.replyIntro : form.intro;
}

type FormWords = Readonly<Record<'title' | 'placeholder' | 'required' | 'send' | 'cancel', string>>;

function textForm(
  words: FormWords,
  intro: readonly string[],
  field: { readonly id: string; readonly label: string; readonly value: string },
  action: string,
  language: Language,
): Card {
  return {
    name: 'form',
    language,
    view: {
      title: words.title,
      intro: [...intro],
      groups: [
        {
          heading: '',
          facts: [],
          fields: [
            textField({
              ...field,
              placeholder: words.placeholder,
              multiline: true,
              maxLength: MAX_TEXT.status,
              errorMessage: words.required,
            }),
          ],
        },
      ],
      send: { id: 'send', title: words.send, label: words.send, style: 'primary', action },
      cancel: words.cancel,
    },
  };
}
