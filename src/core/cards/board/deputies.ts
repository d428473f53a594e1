/** 代決者 from the board: the list of a section, the form, what would be set and what was. */
import type { DeputyAct } from '../../board/deputies.js';
import { formatEraDate } from '../../calendar/japanese-dates.js';
import type { Language } from '../../text/language.js';
import { deputyWords } from '../../wording/coordinator/deputies.js';
import { encodeAction } from '../action.js';
import type { Button, Card, Field } from '../card.js';
import { textField } from '../field.js';
import { messageCard, plainButton } from '../message.js';

const listButton = (section: string, title: string): Button =>
  plainButton('deputies', title, encodeAction('deputies', section));

export function deputyCard(act: DeputyAct, language: Language): Card {
  const words = deputyWords(language);
  // With its year: deputies are named for years, too.
  const day = (date: string) => (language === 'ja' ? formatEraDate(date, 'kanji') : date);
  const names = (list: readonly string[]) => list.join(words.comma);
  switch (act.what) {
    case 'deputies':
      return messageCard(
        language,
        words.title(act.name),
        act.posts.length === 0
          ? [words.none]
          : act.posts.flatMap(({ title, holders, deputies }) => [
              words.holders(title, names(holders)),
              ...deputies.map(({ name, from, until }) => words.deputy(name, day(from), day(until))),
            ]),
        act.posts.map(({ id, title }) =>
          plainButton(`set-${id}`, words.of(title), encodeAction('open_deputy', id, 0, title)),
        ),
      );
    case 'deputy': {
      const { section, post, title, person, name, holders, from, until, was, absence, done } = act;
      const lines = [
        words.line(day(from), day(until)),
        ...(was === null || done ? [] : [words.was(day(was))]),
      ];
      if (done)
        return messageCard(
          language,
          words.done(name, title),
          [...lines, words.doneLine],
          [listButton(section, words.back)],
        );
      const action = encodeAction('set_deputy_now', post, 0, `${person} ${from} ${until}`);
      return messageCard(
        language,
        words.ask(name, title),
        [...lines, words.holder(names(holders)), absence ? words.absence : words.standing],
        [plainButton('now', words.now, action, 'primary')],
      );
    }
    case 'no_deputy':
      return messageCard(language, words.refused(act.title), [words.no[act.why](act.said, names(act.names))]);
    default:
      return act satisfies never;
  }
}

/** The form for the deputy of a post; `title`: 建設課 課長. */
export function deputyForm(post: string, title: string, language: Language): Card {
  const { form } = deputyWords(language);
  const field = (id: string, label: string, placeholder: string, required: boolean): Field =>
    textField({ id, label, placeholder, required, maxLength: 60, errorMessage: form.required });
  const fields = [
    field('who', form.who, form.whoPlaceholder, true),
    field('from', form.from, form.dayPlaceholder, false),
    field('until', form.until, form.dayPlaceholder, true),
  ];
  return {
    name: 'form',
    language,
    view: {
      title: form.title,
      intro: [form.intro(title)],
      groups: [{ heading: '', facts: [], fields }],
      send: {
        id: 'send',
        title: form.send,
        label: form.send,
        style: 'primary',
        action: encodeAction('plan_deputy', post, 0, title),
      },
      cancel: form.cancel,
    },
  };
}
