/** 検索, 前年度 and 政策4-3 in the conversation, in private: what is asked for, and what was found. */
import type { Action, ButtonOf } from '../../cards/action.js';
import type { Card } from '../../cards/card.js';
import { backToFound, searchCard } from '../../cards/search/found.js';
import type { Actor } from '../../organization/people.js';
import { readSearchArgument, SAID_MAX, type SearchAsked, searchAsked } from '../../search/asked.js';
import type { SearchPage } from '../../search/found.js';
import { spellingsOf } from '../../search/spelling.js';
import { searchWords } from '../../wording/city/search.js';
import { reportCard } from '../approval/decidable.js';
import { taskHere } from '../interview/begin.js';
import { aside, type Happened, happened, message, record, type Said, type Scene } from '../told.js';

/** Where words are asked for, 「検索 …」 may begin them; as a target nobody means it. */
const TEXTS: readonly string[] = ['reason', 'measures', 'status', 'policy', 'grounds'];

/**
 * What is looked for by a text; null when it is something else. While something waits for an answer 「前年度 より増」 is that
 * answer, and where a text is asked for 「検索 …」 may be one, too.
 */
export function searchMeant(scene: Scene<Said>): SearchAsked | null {
  const { input, desk, question, openQuestions } = scene;
  const meant = searchAsked(input.text);
  if (!meant || (input.surface === 'channel' && !(input.mentioned && meant.plain))) return null;
  const task = input.surface === 'channel' ? null : taskHere(scene);
  const draft = task ? desk.drafts[task.id] : undefined;
  const asksText = question || (draft && TEXTS.includes(draft.asking.at));
  if (asksText) return null;
  return meant.plain || !(draft || openQuestions?.length) ? meant.asked : null;
}

export function showFound({ desk, language }: Scene, asked: SearchAsked): Happened {
  const words = searchWords(language);
  // 「検索 "」 has no sign to look for either.
  const hasWords = asked.said.split(' ').some((word) => spellingsOf(word) !== '');
  if (!hasWords && asked.fiscalYear === null && asked.of === '')
    return happened(desk, aside(message(words.ask, words.hints)));
  if (asked.said.length > SAID_MAX)
    return happened(desk, aside(message(words.tooLong(SAID_MAX), words.hints)));
  return happened(desk, aside(record({ kind: 'search', asked, goal: '' })));
}

/** A page of a search, or a goal of it. */
export function pressFound(
  { desk }: Scene,
  name: ButtonOf<'search'>,
  { of, v, with: argument }: Action,
): Happened {
  const asked = readSearchArgument(argument, v);
  const goal = name === 'found_goal' ? of : '';
  return happened(desk, aside(record({ kind: 'search', asked, goal })));
}

/** What was found, as this person sees it. */
export function foundCardFor(actor: Actor, page: SearchPage): Card {
  const { language } = actor;
  if (page.kind !== 'goal' || !page.task?.report) return searchCard(page, language);
  const card = reportCard(actor, page.section, page.task);
  return card.name === 'approval'
    ? { ...card, view: { ...card.view, buttons: [...card.view.buttons, backToFound(page.asked, language)] } }
    : card;
}
