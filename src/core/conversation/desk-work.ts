/**
 * Words for work that no word does: 「締める」「R5を公表する」 of 事務局 open the list of the rounds, a return is told where it is
 * done, and 「承認」 of whoever approves shows what waits, with its buttons.
 */
import { waitingCard } from '../cards/approval/waiting.js';
import { waitingTargetsCard } from '../cards/year/waiting-targets.js';
import { coordinates } from '../organization/people.js';
import { folded } from '../sheet/scale.js';
import { mayBeCommand } from '../text/text.js';
import { boardActWords } from '../wording/board-acts.js';
import type { Input } from './input.js';
import { taskHere } from './interview/begin.js';
import { meansDeciding } from './keywords.js';
import { statusButton } from './show-status.js';
import { aside, type Happened, happened, message, record, type Said, type Scene } from './told.js';

type DeskWork = 'publish' | 'close' | 'open' | 'reopen';

const STEMS: Readonly<Record<DeskWork, readonly string[]>> = {
  publish: ['公表', '公表を記録', 'publish'],
  close: [
    '締切',
    '締め切り',
    '締切り',
    '締める',
    '締めて',
    '締めたい',
    '締め切る',
    '締め切って',
    '締め切りたい',
    '締切る',
    '閉じる',
    '閉める',
    '閉鎖',
    '受付終了',
    '報告を締め切る',
    'close',
    'close round',
    'close the round',
    'round close',
  ],
  open: ['開く', '受付開始', '報告を開く', 'open', 'open round', 'open the round', 'round open'],
  reopen: ['差戻し', '差し戻し', '差戻', '差し戻す', '差戻す', 'reopen', 'round reopen'],
};
const ENDS = [
  '',
  'する',
  'します',
  'したい',
  'したいです',
  'して',
  'してください',
  'ください',
  'です',
  'をお願いします',
];
const BY_TEXT: ReadonlyMap<string, DeskWork> = new Map(
  (Object.keys(STEMS) as DeskWork[]).flatMap((work) =>
    STEMS[work].flatMap((stem) => ENDS.map((end) => [stem + end, work] as const)),
  ),
);
/** What a whole message asks for; a year or 中間・期末 may stand in front. null: none. */
export function deskWorkAsked(text: string): DeskWork | null {
  if (!mayBeCommand(text)) return null;
  const said = folded(text);
  const last = said.split(/[\s、を]/u).at(-1) ?? '';
  return BY_TEXT.get(said) ?? BY_TEXT.get(last) ?? null;
}

/** The list of the rounds, where 事務局 asks for such work in private and no question waits for an answer; else null. */
export function tellDeskWork(scene: Scene<Said>): Happened | null {
  const { desk, input, language } = scene;
  const work = deskWorkAsked(input.text);
  if (work === null || !coordinates(scene.actor) || input.surface !== 'direct') return null;
  const task = taskHere(scene);
  if (task && desk.drafts[task.id]) return null;
  if (work !== 'reopen') return happened(desk, aside(record({ kind: 'show_rounds' })));
  const { title, line } = boardActWords(language).whereReopen;
  return happened(desk, message(title, [line], [statusButton(language)]));
}

/** 「承認」「1番 了解」 in private, where nothing is decided by a word: what waits is shown, with its buttons. */
export const asksToDecide = (input: Input): boolean =>
  input.kind === 'said' && input.surface === 'direct' && meansDeciding(input.text);

/** What waits for this person, where 「承認」 and the like are written in private and no question waits for an answer; else null. */
export function waitingMeant(scene: Scene<Said>): Happened | null {
  const { desk, input, language, waiting = [], waitingTargets = [] } = scene;
  const task = taskHere(scene);
  if (!asksToDecide(input) || (task && desk.drafts[task.id])) return null;
  const cards = [
    waitingCard(waiting, language),
    waitingTargetsCard(
      waitingTargets.filter(({ decides }) => decides),
      language,
    ),
  ];
  const told = cards.flatMap((card) => (card ? [{ kind: 'card', card } as const] : []));
  return told.length > 0 ? happened(desk, ...told) : null;
}
