/** How a target that was changed is read: with what it was before, and beside the rating that is given against it. */
import { formatEraDate } from '../../calendar/japanese-dates.js';
import { cityDate } from '../../calendar/working-days.js';
import type { InForce } from '../../report/year/target-change.js';
import type { Language } from '../../text/language.js';
import { targetChangeWords } from '../../wording/year/target-change.js';

/** The day of an instant as the sheets print it. */
export const dayOf = (instant: string): string => formatEraDate(cityDate(instant), 'letter');

/** A target with what it was before: 「60人（R6.10.1変更 変更前：80人）」. */
export function targetText(target: string, changed: InForce | null | undefined, language: Language): string {
  return changed ? targetChangeWords(language).changed(target, dayOf(changed.at), changed.before) : target;
}

/** Behind the arithmetic of a rating: that its target was changed; '' where it was not. */
export function inForceLine(changed: InForce | null | undefined, language: Language): string {
  return changed ? targetChangeWords(language).inForce(dayOf(changed.at)) : '';
}
