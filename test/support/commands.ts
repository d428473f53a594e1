/** Commands of `maru` in this process: what they write, and what whoever sits at the terminal answers. */
import { Command } from 'commander';
import type { CommandIo } from '../../src/cli/io.js';

type Adds = (program: Command, io: CommandIo) => unknown;

export type Said = {
  out: string;
  err: string;
  /** sentences after which the program ends with exit code 1 */
  readonly failed: string[];
  /** questions that were put */
  readonly asked: string[];
  /** how often it was waited for what was written */
  drained: number;
};

/** Runs `words`, of one of the commands that are added. `answer`: to every question; without it nobody sits at the terminal. */
export async function runCommand(
  add: Adds | readonly Adds[],
  words: readonly string[],
  answer: boolean | ((question: string) => boolean) | null = null,
): Promise<Said> {
  const said: Said = { out: '', err: '', failed: [], asked: [], drained: 0 };
  const ask = async (question: string) => {
    said.asked.push(question);
    return typeof answer === 'function' ? answer(question) : answer === true;
  };
  const io: CommandIo = {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    fail: (sentence) => void said.failed.push(sentence),
    drained: async () => {
      said.drained += 1;
    },
    ...(answer === null ? {} : { ask }),
  };
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  for (const one of [add].flat()) one(program, io);
  await program.parseAsync(words, { from: 'user' });
  return said;
}

/** The environment with these settings, which commands read; gives what brings it back. */
export function withSettings(settings: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(settings).map((key) => [key, process.env[key]] as const);
  Object.assign(process.env, settings);
  return () => {
    for (const [key, value] of before)
      if (value === undefined) delete process.env[key];
      else process.env[key] = value;
  };
}
