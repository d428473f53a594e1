/** 事務局's board in the conversation: what is asked for it, and its goals. Others hear that it is not for them. */
import { type BoardAsked, boardAsked, readBoardArgument, WHOLE_BOARD } from '../../board/asked.js';
import type { Action } from '../../cards/action.js';
import { boardWords } from '../../wording/board.js';
import { isCoordinator } from '../files/files.js';
import { taskHere } from '../interview/begin.js';
import { aside, type Happened, happened, message, type Said, type Scene } from '../told.js';
import { goalCard } from './goal.js';
import { boardOf, onlyCoordinator } from './only-coordinator.js';

/** What a coordinator means by a text, in private and while no question waits for an answer; else null. */
export function boardMeant(scene: Scene<Said>): BoardAsked | null {
  const { input, desk } = scene;
  if (!isCoordinator(scene) || input.surface === 'channel') return null;
  const task = taskHere(scene);
  return task && desk.drafts[task.id] ? null : boardAsked(input.text);
}

export function showBoard(scene: Scene, asked: BoardAsked): Happened {
  return happened(scene.desk, aside(boardOf(scene, asked) ?? onlyCoordinator(scene)));
}

/** A button of the board: the city, a department or a section. */
export function openBoard(
  scene: Scene,
  { of, v, with: argument }: Action,
  level: BoardAsked['level'],
): Happened {
  return showBoard(scene, { ...WHOLE_BOARD, ...readBoardArgument(argument), level, of, page: v });
}

/** A goal of the board, all that is reported of it. */
export function openBoardGoal(scene: Scene, action: Action): Happened {
  if (!isCoordinator(scene)) return happened(scene.desk, aside(onlyCoordinator(scene)));
  const task = scene.named ?? scene.tasks.find(({ id }) => id === action.of) ?? null;
  const section = scene.namedSection ?? null;
  if (!task || !section) return happened(scene.desk, aside(message(boardWords(scene.language).notFound)));
  return happened(scene.desk, aside({ kind: 'card', card: goalCard(scene.actor, section, task) }));
}
