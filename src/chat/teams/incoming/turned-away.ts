/** Who is not known, or may not use Maru, is told what to do. */
import type { Language } from '../../../core/text/language.js';
import { notLinkedWords } from '../../../core/wording/accounts.js';
import { interviewWords } from '../../../core/wording/interview.js';
import type { Speaker } from '../../standing.js';
import { teamsWords } from '../words.js';

/** What somebody is told who is not known, or may not. */
export function turnedAway(
  speaker: Exclude<Speaker, { status: 'known' }>,
  language: Language,
): { readonly title: string; readonly line: string } {
  const not = speaker.status === 'second' ? 'second' : speaker.status === 'refused' ? speaker.why : null;
  if (not === null || not === 'closed') return interviewWords(language).unknownPerson;
  if (not === 'guest' || not === 'stranger') return teamsWords(language).guest;
  const { title, line } = notLinkedWords[not];
  return { title: title[language], line: line[language] };
}
