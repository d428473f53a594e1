/** What is open, listed at the command line and asked about before something is published or closed. */
import type { LooseEnd } from '../../core/report/loose-ends.js';
import { looseEndLines } from '../../core/wording/coordinator/rounds.js';
import type { CommandIo } from '../io.js';
import { Mistake } from '../mistake.js';

/** Lists what is open and asks; refuses where nobody answers yes. */
export async function askToPass(
  ends: readonly LooseEnd[],
  what: { readonly question: string; readonly refused: string },
  io: CommandIo,
): Promise<void> {
  const lines = looseEndLines(ends);
  if (!io.ask)
    throw new Mistake(
      [
        `${what.refused}まだ次のものが残っています。`,
        ...lines,
        'それでもよければ --yes を付けてください。',
      ].join('\n'),
    );
  io.err(`まだ次のものが残っています。\n${lines.map((line) => `${line}\n`).join('')}`);
  if (!(await io.ask(what.question))) throw new Mistake(what.refused);
}

/** What was passed over, said afterwards. */
export function passedOverLines(ends: readonly LooseEnd[]): string {
  return ends.length === 0 ? '' : ['次のものを残したままです。', ...looseEndLines(ends), ''].join('\n');
}
