/** The button to the list of the rounds. */
import type { Language } from '../../text/language.js';
import { roundWords } from '../../wording/coordinator/rounds.js';
import { encodeAction } from '../action.js';
import type { Button } from '../card.js';
import { plainButton } from '../message.js';

export function roundsButton(language: Language): Button {
  return plainButton('rounds', roundWords(language).button, encodeAction('rounds'));
}
