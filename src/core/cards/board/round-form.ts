/** The form of 事務局 that opens a round, or changes the deadline of all sections. */
import { fiscalYearShort } from '../../calendar/japanese-dates.js';
import { ROUND_KINDS, type RoundKind } from '../../calendar/round.js';
import type { Language } from '../../text/language.js';
import { roundWords } from '../../wording/coordinator/rounds.js';
import { encodeAction } from '../action.js';
import type { Card, Field } from '../card.js';
import { textField } from '../field.js';

/** The form: kind, year and deadline of a new round; of one that is there (`round`: its id) the deadline alone. */
export function roundForm(
  round: string,
  filled: { readonly kind: RoundKind; readonly year: number },
  language: Language,
): Card {
  const { form } = roundWords(language);
  const field = (id: string, label: string, more: Partial<Field>): Field =>
    textField({ id, label, maxLength: 40, errorMessage: form.required, ...more });
  const isNew = round === '';
  return {
    name: 'form',
    language,
    view: {
      title: isNew ? form.title : form.extendTitle,
      intro: [isNew ? form.intro : form.extendIntro],
      groups: [
        {
          heading: '',
          facts: [],
          fields: [
            ...(isNew
              ? [
                  field('kind', form.kind, {
                    value: filled.kind,
                    choices: ROUND_KINDS.map((kind) => ({ title: form.kinds[kind], value: kind })),
                  }),
                  field('year', form.year, {
                    value: language === 'ja' ? fiscalYearShort(filled.year) : String(filled.year),
                    placeholder: form.yearPlaceholder,
                  }),
                ]
              : []),
            field('due', form.due, { placeholder: form.duePlaceholder }),
          ],
        },
      ],
      send: {
        id: 'send',
        title: form.send,
        label: form.send,
        style: 'primary',
        action: encodeAction('plan_round', round),
      },
      cancel: form.cancel,
    },
  };
}
