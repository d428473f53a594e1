/** What is left of a card once its question is answered: one line, and nothing to press. */
import type { Draft, Question } from '../../draft/drafts.js';
import { decisionIn } from '../../draft/plan/plan-draft.js';
import { questionName } from '../../draft/question-names.js';
import { answerTo, questionsOf } from '../../draft/questions.js';
import type { Task } from '../../report/task.js';
import { ratingLabel } from '../../sheet/scale.js';
import type { Language } from '../../text/language.js';
import { shorten } from '../../text/shorten.js';
import { behalfWords } from '../../wording/owner/behalf.js';
import { targetWords } from '../../wording/year/targets.js';
import type { Card } from '../card.js';
import { messageCard } from '../message.js';
import { fieldLabel } from './facts.js';

/** Longest line, in characters: two lines of a phone. */
const LINE_MAX = 80;

const WORDS = {
  ja: {
    goal: (no: string) => `${no}番`,
    colon: '：',
    notAnswered: '（未回答）',
    shown: (goal: string) => `${goal} 入力した内容の確認`,
    submitted: (goal: string) => `${goal} 提出しました`,
    dropped: (goal: string) => `${goal} 下書きを捨てました`,
    taken: (goal: string, by: string) => `${goal} ${by}が引き継ぎました`,
  },
  en: {
    goal: (no: string) => `No.${no}`,
    colon: ': ',
    notAnswered: '(not answered)',
    shown: (goal: string) => `${goal} Check of what was entered`,
    submitted: (goal: string) => `${goal} Submitted`,
    dropped: (goal: string) => `${goal} Draft discarded`,
    taken: (goal: string, by: string) => `${goal} Taken over by ${by}`,
  },
} as const;

/**
 * Question and answer in one line: 「2番 改善した箇所数：201箇所」. Of the review it says what it was. `said`: what was answered
 * where that is not in the answer: which way an indicator counts.
 */
export function foldedLine(
  task: Task,
  draft: Draft,
  question: Question,
  language: Language,
  said?: string,
): string {
  const words = WORDS[language];
  const goal = words.goal(task.goalNo);
  if (question.at === 'review' || question.at === 'sent') return words.shown(goal);
  const name =
    'indicator' in question ? (task.indicators.find(({ id }) => id === question.indicator)?.name ?? '') : '';
  // A number and a sign say by themselves what they answer.
  const label =
    question.at === 'result' ||
    question.at === 'rating' ||
    question.at === 'decision' ||
    question.at === 'target'
      ? ''
      : question.at === 'grounds'
        ? targetWords(language).grounds
        : fieldLabel(task, question.at, language);
  const decision = question.at === 'decision' ? decisionIn(draft) : undefined;
  const given = said ?? (decision ? targetWords(language).choices[decision] : answerTo(draft, question));
  const rating = 'indicator' in question ? draft.answers[question.indicator]?.rating : undefined;
  const answer =
    given === undefined
      ? words.notAnswered
      : question.at === 'rating' && rating !== undefined && said === undefined
        ? ratingLabel(task.scale, rating, language, task.round.kind === 'midyear')
        : given;
  const asked = [goal, shorten(name, LINE_MAX / 2), label].filter((part) => part !== '').join(' ');
  return shorten(`${asked}${words.colon}${answer.replaceAll('\n', ' ')}`, LINE_MAX);
}

/**
 * The lines of every card of a draft that was submitted, by the names of their questions; `shown`: of reviews before the
 * last. `stopped`: it was not submitted, but is not gone on with on behalf of somebody.
 */
export function foldedLines(
  task: Task,
  draft: Draft,
  language: Language,
  stopped = false,
): Record<string, string> {
  const { goal, shown, submitted } = WORDS[language];
  return Object.fromEntries([
    ...questionsOf(task, draft).map((question) => [
      questionName(task, question),
      foldedLine(task, draft, question, language),
    ]),
    ['review', stopped ? behalfWords(language).stopped(goal(task.goalNo)) : submitted(goal(task.goalNo))],
    ['shown', shown(goal(task.goalNo))],
  ]);
}

/** The one line of every card of a draft that is no more: discarded, or taken over by who is named. */
export function endedLines(task: Task, takenBy: string | null, language: Language): Record<string, string> {
  const { goal, dropped, taken } = WORDS[language];
  const no = goal(task.goalNo);
  const line = takenBy === null ? dropped(no) : taken(no, takenBy);
  return { review: line, shown: line };
}

/** A line as a card. A review may have stood in several messages, so it stays one: what is left over of it goes. */
export function lineCard(line: string, name: string, language: Language): Card {
  if (name !== 'review') return messageCard(language, '', [line]);
  const [none, labels] = ['', { target: '', result: '', rating: '', reason: '', measures: '', status: '' }];
  const view = {
    heading: line,
    goal: none,
    problems: [],
    rows: [],
    policyLabel: none,
    policy: none,
    policyEdits: [],
    evidence: none,
    checksTitle: none,
    checksLine: none,
    checks: [],
    prompt: none,
    buttons: [],
    labels,
  };
  return { name: 'review', language, view };
}
