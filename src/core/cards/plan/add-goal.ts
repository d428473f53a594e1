/** A goal that is added in 目標設定: the button under 状況, and its form. */
import { MAX_TEXT } from '../../draft/questions.js';
import { promiseMark } from '../../report/plan/promised.js';
import type { Task } from '../../report/task.js';
import type { Language } from '../../text/language.js';
import { cardWords, taskHeading } from '../../wording/cards.js';
import { targetWords } from '../../wording/year/targets.js';
import { encodeAction } from '../action.js';
import type { Button, Card, Field } from '../card.js';
import { textField } from '../field.js';
import { plainButton } from '../message.js';

/** A button for every section of which this person sees goals in an open round of 目標設定. */
export function addGoalButtons(tasks: readonly Task[], language: Language): Button[] {
  const open = tasks.filter(({ planned, round }) => planned !== undefined && round.state === 'open');
  const first = [...new Map(open.map((task) => [`${task.sectionId} ${task.round.id}`, task])).values()];
  const words = targetWords(language);
  return first.map((task) => {
    const title =
      first.length > 1 ? `${task.sectionName}${cardWords(language).between}${words.addGoal}` : words.addGoal;
    return plainButton(`add_goal-${task.sectionId}`, title, encodeAction('open_add_goal', task.id));
  });
}

/**
 * The form: the goal and its first indicator. All else is asked for, or left, afterwards.
 *
 * @param mark  of the promise that it takes over, whose sentence the goal begins with; '': none
 */
export function addGoalForm(task: Task, language: Language, mark = ''): Card {
  const promise = task.promises?.find((one) => mark !== '' && promiseMark(one) === mark);
  const words = targetWords(language);
  const form = words.addForm;
  const field = (id: string, label: string, more: Partial<Field>): Field =>
    textField({ id, label, maxLength: MAX_TEXT.planned, errorMessage: form.required, ...more });
  return {
    name: 'form',
    language,
    view: {
      title: form.title,
      intro: [taskHeading(task, language), form.intro],
      groups: [
        {
          heading: '',
          facts: [],
          fields: [
            field('goal', words.goal, {
              multiline: true,
              value: promise?.sentence.slice(0, MAX_TEXT.planned) ?? '',
            }),
            field('name', words.fields.name, {}),
            field('target', words.target, {
              maxLength: MAX_TEXT.target,
              placeholder: words.placeholder.target,
            }),
          ],
        },
      ],
      send: {
        id: 'send',
        title: form.send,
        label: form.send,
        style: 'primary',
        action: encodeAction('add_goal', task.id, 0, promise ? mark : ''),
      },
      cancel: form.cancel,
    },
  };
}
