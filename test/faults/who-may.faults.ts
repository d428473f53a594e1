/**
 * Who may: everybody of the roster, on every platform, presses every button and types every word. Only who is entitled
 * at that moment has an effect on the record; everybody else is told so in private, and nothing of it is seen in a channel.
 */

import { setTimeout as pause } from 'node:timers/promises';
import { ACTION_NAMES, type ActionName } from '../../src/core/cards/action.js';
import { deskKey } from '../../src/store/redis/shards.js';
import { PATIENCE_MS } from '../support/patience.js';
import type { Faults } from './faults.js';
import { type Answer, type Door, doorsOf } from './who-may/doors.js';
import { knock } from './who-may/outsiders.js';
import { EVERYBODY, MANAGER, rights, SECRET_TEXT, type Who } from './who-may/people.js';
import { changedTables, openRecordState, type RecordState, type State } from './who-may/record-state.js';
import { ROWS, type Row, type Said, WORDS } from './who-may/table.js';
import { DRAFT_TURN, layDraft, startWorld, type World } from './who-may/world.js';

const POLL_MS = 5;

/** One cell of the matrix. */
type Cell = { readonly what: string; readonly who: Who; readonly door: Door } & (
  | { readonly kind: 'press'; readonly action: ActionName; readonly row: Row }
  | { readonly kind: 'say'; readonly said: Said }
);

export const faults: Faults = {
  name: 'who-may',
  async run(size, say) {
    const unplaced = ACTION_NAMES.filter((name) => !Object.hasOwn(ROWS, name));
    if (unplaced.length > 0) return unplaced.map((name) => `${name} has no row in the matrix`);
    const world = await startWorld();
    try {
      const kept = await openRecordState(world.stores.pool);
      const start = await kept.read();
      const cells = cellsOf(world, size);
      const violations: string[] = [];
      // At once: a run at full size takes an hour, and may be ended before its last cell.
      const broke = (found: readonly string[]) => {
        for (const one of found) say(`broken: ${one}`);
        violations.push(...found);
      };
      const effects = { had: 0, refused: 0 };
      const matrix = makeMatrix(world, kept, start, (entitled) => {
        effects[entitled ? 'had' : 'refused'] += 1;
      });
      for (const [at, cell] of cells.entries()) {
        broke(await matrix.check(cell));
        if (at % 500 === 499) say(`${at + 1} of ${cells.length} cells`);
      }
      const losses = cells.filter(losesByRoster);
      for (const cell of losses) broke(await matrix.checkLoss(cell));
      broke(await knock(world, () => kept.read(), start));
      const unnoticed = changedTables(start, await kept.readWhole());
      if (unnoticed.length > 0) violations.push(`in the end ${unnoticed.join(', ')} had changed`);
      violations.push(
        ...world.logged.filter(({ level }) => level === 'error').map((one) => JSON.stringify(one)),
      );
      const broken = await world.app.record.verifyHistory();
      if (broken) violations.push(`the history is broken: ${JSON.stringify(broken)}`);
      say(
        `${cells.length} cells, ${effects.had} with an effect, ${effects.refused} without; ${losses.length} lost the right before the click`,
      );
      return violations;
    } finally {
      await world.stop();
    }
  },
};

/** All of them at full size; else every row by whoever may or wrote it, and a choice of the others, on one door after the other. */
function cellsOf(world: World, size: 'small' | 'full'): Cell[] {
  const doors = doorsOf(world);
  const rows = ACTION_NAMES.flatMap((action) =>
    ROWS[action].map((row) => ({
      kind: 'press' as const,
      what: [action, row.case].filter(Boolean).join(' '),
      may: row.may,
      action,
      row,
    })),
  );
  const words = Object.entries(WORDS).flatMap(([word, all]) =>
    all.map((said) => ({ kind: 'say' as const, what: `「${said.text}」 (${word})`, may: said.may, said })),
  );
  let turn = 0;
  let chosen = 0;
  return [...rows, ...words].flatMap(({ may, ...one }) => {
    const slow = one.kind === 'say' && one.said.gives === 'file';
    const on = (one.kind === 'say' && one.said.on) || doors.map(({ name }) => name);
    const open = doors.filter(({ name }) => on.includes(name));
    return EVERYBODY.flatMap((who): Cell[] => {
      if (size === 'full') return open.map((door) => ({ ...one, who, door }));
      turn += 1;
      const { changes, opens } = one.kind === 'press' ? one.row : one.said;
      const tells = changes.length > 0 || opens !== undefined;
      // Whoever decides about everything but this: that the report is their own must be looked at each time.
      const isOwn =
        one.kind === 'press' && ['managers', 'entered'].includes(one.row.on) && who.id === MANAGER;
      const always = tells && may !== rights.everybody && (may(who) || isOwn);
      if (!always && turn % (slow ? 37 : 19) !== 0) return [];
      chosen += 1;
      return [{ ...one, who, door: open[chosen % open.length]! }];
    });
  });
}

/** What was not there before, each as often as it came since: messages and modals come in between one another. */
function without(now: readonly string[], before: readonly string[]): string[] {
  const left = [...before];
  return now.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** What changes when a goal comes to be somebody's because they begin or answer it. */
const OWNING = new Set(['goal_owners', 'history', 'history_head', 'history_values']);

/** Who reports has the goal they are at; whether it is theirs already depends on what was done before. */
function mayOwn(cell: Cell): boolean {
  return (
    rights.reports(cell.who) && (cell.kind === 'say' || cell.row.v === 'draft' || cell.row.begins === true)
  );
}

/** Whether somebody's right to this follows from a post: what everybody may is lost by nothing. */
function losesByRoster(cell: Cell): boolean {
  const { may, changes } = cell.kind === 'press' ? cell.row : cell.said;
  return changes.length > 0 && may !== rights.everybody && may(cell.who);
}

function makeMatrix(world: World, kept: RecordState, start: State, count: (entitled: boolean) => void) {
  async function act(cell: Cell): Promise<Answer> {
    const { who, door } = cell;
    if (cell.kind === 'say') return door.say(who, cell.said.text, cell.said.at);
    const { action, row } = cell;
    const version = { draft: DRAFT_TURN, report: 1, stale: row.on === 'open' ? DRAFT_TURN - 6 : 2, none: 0 };
    return door.press(who, {
      action: {
        do: action,
        of: world.targets[row.on],
        v: version[row.v ?? 'none'],
        with: { seen: world.seen, blank: world.blank }[row.with ?? ''] ?? row.with ?? '',
      },
      fields: row.fields ?? {},
      form: row.form ?? false,
      at: row.at,
    });
  }

  /** Somebody does something; what changed, and what of it who reads. */
  async function observe(cell: Cell, before: State, may: boolean) {
    const { who, door } = cell;
    await world.stores.redis.flushdb();
    if (cell.kind === 'say' || cell.row.desk !== 'empty') await layDraft(world, who.id);
    const [told, open, files] = await Promise.all([door.privately(who), door.openly(), door.files(who)]);
    const answer = await act(cell);
    await world.settled();
    const read = async () => without(await door.privately(who), told);
    const openlySaid = cell.kind === 'say' && cell.said.at === 'channel';
    // Slack's and Teams' own answers go on behind the request; what had its effect is seen on the channel's cards.
    const deadline = Date.now() + (!may && answer.text === '' && !openlySaid ? PATIENCE_MS : 0);
    while ((await read()).length === 0 && Date.now() < deadline) await pause(POLL_MS);
    await world.settled();
    const desks = (await world.stores.redis.keys('maru:{*}:desk:*')).map(
      (key) => key.split(':desk:')[1] ?? '',
    );
    const own = await world.stores.redis.hget(deskKey(who.id), 'body');
    return {
      answer,
      changed: changedTables(before, await kept.read()),
      read: await read(),
      openly: (await door.openly()) === open ? null : 'changed',
      files: (await door.files(who)) - files,
      othersDesks: desks.filter((person) => person !== who.id),
      draft: own?.includes(world.targets.open) ?? false,
    };
  }

  async function compare(cell: Cell, before: State, may: boolean): Promise<string[]> {
    const { kind, who, door, what } = cell;
    const { changes } = kind === 'press' ? cell.row : cell.said;
    const seen = await observe(cell, before, may);
    const problems: string[] = [];
    const where = `${what} by ${who.id} on ${door.name}`;
    const wrong = (text: string) => problems.push(`${where}: ${text}`);
    const missing = may ? changes.filter((table) => !seen.changed.includes(table)) : [];
    const gives = may && (kind === 'say' ? cell.said : cell.row).gives === 'file';
    const surplus = (may && (changes.length > 0 || gives) ? [] : seen.changed).filter(
      (table) => !(may && mayOwn(cell) && OWNING.has(table)),
    );
    if (missing.length > 0) wrong(`had no effect on ${missing.join(', ')}: ${seen.read.at(-1)}`);
    if (surplus.length > 0) wrong(`changed ${surplus.join(', ')}`);
    if (seen.answer.status !== 200) wrong(`was answered ${seen.answer.status}`);
    if (seen.othersDesks.length > 0) wrong(`touched the desk of ${seen.othersDesks.join(', ')}`);
    const toldOpenly = kind === 'say' && cell.said.at === 'channel';
    if (seen.changed.length === 0 && seen.openly !== null && !toldOpenly)
      wrong('was answered in the channel');
    if (!may && seen.read.length === 0 && seen.answer.text === '' && !toldOpenly) wrong('was not answered');
    const strange = who.section !== 'own' && !rights.sees(who) && !rights.decides(who);
    if (strange && `${seen.read.join()}${seen.answer.text}`.includes(SECRET_TEXT)) wrong('read the report');
    const shown = `${seen.read.join()}${seen.answer.text}`;
    const { opens } = kind === 'press' ? cell.row : cell.said;
    if (opens && shown.includes(opens) !== may) wrong(may ? `was not shown it: ${shown}` : 'was shown it');
    if (kind === 'press' && cell.row.begins && seen.draft !== may)
      wrong(seen.draft ? 'began a draft' : 'began no draft');
    if (seen.files !== (gives ? 1 : 0)) wrong(`was given ${seen.files} files`);
    count(seen.changed.length > 0);
    if (seen.changed.length > 0) await kept.restore();
    return problems;
  }

  return {
    check: (cell: Cell) => compare(cell, start, (cell.kind === 'press' ? cell.row : cell.said).may(cell.who)),

    /** The post ends between the card and the click: the click has no effect. */
    async checkLoss(cell: Cell): Promise<string[]> {
      const { pool } = world.stores;
      for (const table of ['holdings', 'deputies'])
        await pool.query(
          `update ${table} set until_on = date '2024-04-01' where person_id = $1 and (until_on is null or until_on > date '2024-04-01')`,
          [cell.who.id],
        );
      const lost = { ...cell, what: `${cell.what} after losing the post` };
      const problems = await compare(lost, await kept.read(), false);
      await kept.restore();
      return problems;
    },
  };
}
