/** A field of a form. */
import type { Field } from './card.js';

/** An empty field for one required line of text, as far as `of` does not say otherwise; `maxLength` in UTF-16 units. */
export const textField = (
  of: Pick<Field, 'id' | 'label' | 'maxLength' | 'errorMessage'> & Partial<Field>,
): Field => ({
  hint: '',
  placeholder: '',
  value: '',
  problem: '',
  multiline: false,
  required: true,
  choices: [],
  ...of,
});
