/** `maru retry`: what was put aside, and has it tried again. */
import type { Command } from 'commander';
import type { Redis } from 'ioredis';
import type { PutAside } from '../../flow/put-aside.js';
import {
  forgetAside,
  type ListedAside,
  listAside,
  retryLooks,
  retryNotices,
} from '../../store/postgres/notices/put-aside.js';
import { asideEffects, retryEffects } from '../../store/redis/aside.js';
import { forgetStops, openStops } from '../../store/redis/stops.js';
import type { CommandIo } from '../io.js';
import { answering, Mistake } from '../mistake.js';
import { type OpenedRecord, withRecord } from '../record.js';
import { withDrafts } from '../with-drafts.js';
import { asideLine, plain } from './put-aside-words.js';

type Options = { readonly all?: boolean; readonly list?: boolean; readonly json?: boolean };

/** Adds `retry` to the program. */
export function addRetryCommand(program: Command, io: CommandIo): void {
  program
    .command('retry')
    .description(
      '処理できず取り置いたものを一覧し、もう一度試す (list what was put aside, and have it tried again)',
    )
    .argument('[ids...]', '一覧にある ID。届いたか分からないお知らせも、もう一度送ります')
    .option('--list', '一覧だけを表示する')
    .option('--all', 'すべて試す。届いたか分からないお知らせは除きます')
    .option('--json', 'JSON で出力する')
    .action((ids: string[], options: Options) => answering(io, () => retry(ids, options, io)));
}

async function retry(ids: readonly string[], options: Options, io: CommandIo): Promise<void> {
  if (ids.length > 0 && (options.all || options.list))
    throw new Mistake(
      'ID と --all・--list は、どれか一つにしてください。 / Give ids, --all or --list, not both.',
    );
  await withDrafts((redis) =>
    withRecord(async (opened) => {
      const all = await everything(opened, redis);
      const chosen = options.all ? all.filter(({ doubtful }) => !doubtful) : ids.map((id) => named(id, all));
      if (chosen.length > 0) await again(chosen, opened, redis);
      if (chosen.length > 0)
        await opened.record.note(
          {
            action: 'put_aside_retried',
            subject: 'record',
            details: { tried: byKind(chosen) },
          },
          { by: opened.by, now: new Date() },
        );
      const left = all.filter((one) => !chosen.includes(one));
      if (options.json)
        io.out(`${JSON.stringify({ retried: chosen.map(plain), put_aside: left.map(plain) })}\n`);
      else io.out(chosen.length > 0 || options.all ? retriedWords(chosen, left) : listWords(all));
    }),
  );
}

/** How many of each kind: their ids may have an account in them, which could not be erased from the history. */
function byKind(chosen: readonly ListedAside[]): Readonly<Record<string, number>> {
  const many: Record<string, number> = {};
  for (const { kind } of chosen) many[kind] = (many[kind] ?? 0) + 1;
  return many;
}

/** What the record tells of, and what the drafts hold that no service has told it of yet. */
async function everything({ pool }: OpenedRecord, redis: Redis): Promise<ListedAside[]> {
  const known = await listAside(pool);
  const stops = openStops(redis, () => new Date());
  await stops.refresh();
  const held = [...(await asideEffects(redis)), ...stops.list()];
  const isKnown = ({ kind, id }: PutAside) => known.some((one) => one.kind === kind && one.id === id);
  return [
    ...known,
    ...held.filter((one) => !isKnown(one)).map((one) => ({ ...one, name: null, doubtful: false })),
  ];
}

function named(id: string, all: readonly ListedAside[]): ListedAside {
  const found = all.find((one) => one.id === id);
  if (!found)
    throw new Mistake(
      `${id}: 取り置いたものの中にありません。maru retry --list で確かめてください。 / Not among what was put aside.`,
    );
  return found;
}

async function again(chosen: readonly ListedAside[], { pool }: OpenedRecord, redis: Redis): Promise<void> {
  const idsOf = (kind: PutAside['kind']) => chosen.filter((one) => one.kind === kind).map(({ id }) => id);
  // Whoever looks in between finds it listed still: nothing is forgotten before it is tried.
  await retryNotices(pool, idsOf('notice'));
  await forgetStops(
    redis,
    chosen.map(({ kind, id }) => `${kind} ${id}`),
  );
  await retryEffects(redis, idsOf('effect'));
  await retryLooks(pool, idsOf('look'), new Date());
  await forgetAside(pool, chosen);
}

function listWords(all: readonly ListedAside[]): string {
  if (all.length === 0) return '取り置いたものはありません。\n';
  const lines = all.map((one) => `${one.id}\n  ${asideLine(one)}\n`);
  return `取り置いたもの ${all.length}件\n${lines.join('')}もう一度試すには maru retry ID、または maru retry --all。\n`;
}

function retriedWords(chosen: readonly ListedAside[], left: readonly ListedAside[]): string {
  const doubtful = left.filter((one) => one.doubtful).length;
  const done =
    chosen.length === 0
      ? '試せるものはありません。\n'
      : `${chosen.length}件をもう一度試します。動いているサービス（maru serve）が、まもなく行います。\n`;
  return doubtful === 0
    ? done
    : `${done}届いたか分からないお知らせ${doubtful}件は除きました。相手の画面を見て、なければ maru retry ID で送れます。\n`;
}
