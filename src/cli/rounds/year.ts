/** `maru year`: what reaches from one year into the next. */
import type { Command } from 'commander';
import type { CommandIo } from '../io.js';
import { addCopyCommand } from './copy-year.js';
import { addFollowUpsCommand } from './followups.js';
import { addReorganiseCommand } from './reorganise.js';
import { addTrendCommand } from './trend.js';

/** Adds `year` to the program. */
export function addYearCommands(program: Command, io: CommandIo): void {
  const year = program.command('year').description('年度から年度へつながるもの (from one year to the next)');
  addCopyCommand(year, io);
  addFollowUpsCommand(year, io);
  addTrendCommand(year, io);
  addReorganiseCommand(year, io);
}
