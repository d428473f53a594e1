/** 事務局's board in the conversation: what is asked for it, and its goals. Others hear that it is not for them. */
import type { CoordinatorCommand } from '../../board/acts.js';
import { type BoardAsked, boardAsked, readBoardArgument, WHOLE_BOARD } from '../../board/asked.js';
import { ALL_CHECKS, checksAsked, readChecksArgument } from '../../board/checks.js';
import { meansRounds } from '../../board/rounds.js';
import { meansYear } from '../../board/year.js';
import type { Action, ButtonOf } from '../../cards/action.js';
import { boardWords } from '../../wording/board.js';
import { isCoordinator } from '../files/files.js';
import { taskHere } from '../interview/begin.js';
import { aside, type Happened, happened, message, record, type Said, type Scene } from '../told.js';
import { goalCard } from './goal.js';
import { boardOf, onlyCoordinator } from './only-coordinator.js';

/** What a coordinator means by a text, in private and while no question waits for an answer; else null. */
export function boardMeant(scene: Scene<Said>): CoordinatorCommand | null {
  const { input, desk } = scene;
  if (!isCoordinator(scene) || input.surface === 'channel') return null;
  const task = taskHere(scene);
  if (task && desk.drafts[task.id]) return null;
  if (meansRounds(input.text)) return { kind: 'show_rounds' };
  if (meansYear(input.text)) return { kind: 'show_rounds', year: true };
  const checks = checksAsked(input.text);
  if (checks) return { kind: 'show_checks', asked: checks };
  const asked = boardAsked(input.text);
  return asked && { kind: 'show_board', asked };
}

/** A button of the board: the city, a department or a section, a goal of it, the points to check. */
export function pressBoard(scene: Scene, name: ButtonOf<'board'>, action: Action): Happened {
  switch (name) {
    case 'board':
      return openBoard(scene, action, 'city');
    case 'board_department':
      return openBoard(scene, action, 'department');
    case 'board_section':
      return openBoard(scene, action, 'section');
    case 'board_goal':
      return openBoardGoal(scene, action);
    case 'checks':
      return openChecks(scene, action);
    default:
      return name satisfies never;
  }
}

function showBoard(scene: Scene, asked: BoardAsked): Happened {
  return happened(scene.desk, aside(boardOf(scene, asked) ?? onlyCoordinator(scene)));
}

function openChecks(scene: Scene, { of, v, with: argument }: Action): Happened {
  const asked = { ...ALL_CHECKS, ...readChecksArgument(argument), of, page: v };
  return happened(
    scene.desk,
    aside(isCoordinator(scene) ? record({ kind: 'show_checks', asked }) : onlyCoordinator(scene)),
  );
}

function openBoard(scene: Scene, { of, v, with: argument }: Action, level: BoardAsked['level']): Happened {
  return showBoard(scene, { ...WHOLE_BOARD, ...readBoardArgument(argument), level, of, page: v });
}

/** A goal of the board, all that is reported of it. */
function openBoardGoal(scene: Scene, action: Action): Happened {
  if (!isCoordinator(scene)) return happened(scene.desk, aside(onlyCoordinator(scene)));
  const task = scene.named ?? scene.tasks.find(({ id }) => id === action.of) ?? null;
  const section = scene.namedSection ?? null;
  if (!task || !section) return happened(scene.desk, aside(message(boardWords(scene.language).notFound)));
  return happened(scene.desk, aside({ kind: 'card', card: goalCard(scene.actor, section, task) }));
}
