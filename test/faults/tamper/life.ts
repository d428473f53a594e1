/** What stands beside reports and sheets in a year: a changed target, files, 担当, questions, a decision nobody has seen yet. */
import type { Command } from '../../../src/core/decision/command.js';
import { openUploads } from '../../../src/store/postgres/sheets/uploads.js';
import { type City, effectId, later, submit } from '../../store/postgres/city.js';
import { PATIENCE_MS } from '../../support/patience.js';

const ROUND = '2023-yearend';

/** Of sections in which nothing else is done: the fifth to the eighth. */
export async function liveBeside(town: City): Promise<void> {
  const run = async (person: string, minutes: number, command: Command) => {
    const outcome = await town.record.execute(
      effectId(),
      person,
      `test:dm:${person}`,
      command,
      later(minutes),
    );
    if (!outcome.ok) throw new Error(`${command.kind}: ${JSON.stringify(outcome)}`);
    return outcome;
  };
  const send = (person: string, id: string) =>
    openUploads(town.pool, PATIENCE_MS).keep({ id, person, name: `${id}.pdf`, now: later(1) }, async () => [
      new TextEncoder().encode(`%PDF-1.7 ${id}`.padEnd(200_000, 'x')),
    ]);
  const taskOf = async (n: number, place = 0) => (await town.tasks(n, ROUND))[place]!;

  const first = await taskOf(5);
  const indicator = first.indicators[0]!.id;
  await run('staff5', 1, { kind: 'ask_target', indicator, target: '60人', reason: '休館のため' });
  const change = `${indicator}/${later(1).getTime()}`;
  await run('chief5', 2, { kind: 'approve_target', change, step: 0 });

  await run('staff5', 3, { kind: 'own', task: first.id, from: null });
  await run('chief5', 4, { kind: 'own', task: first.id, from: 'staff5' });

  await send('staff5', 'file');
  await run('staff5', 5, { kind: 'add_evidence', task: first.id, of: { file: 'file' } });
  const memo = {
    about: '',
    day: '2023-09-20',
    number: '',
    text: '来場者は30人。\n※主催者の発表による',
    link: '',
  };
  const noted = await run('staff5', 6, { kind: 'note_memo', memo, goalNo: '1', source: '' });
  await send('staff5', 'memo');
  await run('staff5', 7, { kind: 'add_evidence', memo: noted.memo!.memo.id, of: { file: 'memo' } });

  const asked = await taskOf(6);
  await submit(town, 'staff6', asked, later(1));
  const thread = `summary/${town.section(6)}/${ROUND}`;
  const ask = (text: string, minutes: number) =>
    run('chief6', minutes, { kind: 'ask', report: asked.id, version: 1, text, thread });
  await ask('延べですか', 8);
  const { rows } = await town.pool.query<{ id: string }>('select id from questions');
  await run('staff6', 9, { kind: 'reply', question: rows[0]!.id, text: '延べです。' });
  await ask('内訳は？', 10);

  const deputed = await taskOf(7);
  await submit(town, 'staff7', deputed, later(1));
  await run('chief2', 11, { kind: 'approve', report: deputed.id, version: 1, step: 0 });
}
