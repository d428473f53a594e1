/**
 * A roll-out: an instance of this version goes on while a newer one has migrated the database and works on the same
 * stores. What only the newer one knows (a desk's form, a kind of notice, of effect, of button) is neither dropped nor
 * changed, nobody else notices anything, and the old instance stays up.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeAction } from '../../src/core/cards/action.js';
import { DESK_FORM } from '../../src/core/draft/drafts.js';
import { MIGRATIONS } from '../../src/store/postgres/connection/migrate.js';
import { deskKey, effectKeys } from '../../src/store/redis/shards.js';
import { PATIENCE_MS } from '../support/patience.js';
import { type Service, startService } from '../support/service.js';
import { beginAll, draftOf, send, untilTaken } from './asking.js';
import type { Faults } from './faults.js';
import { type ServedCity, servedCity } from './served-city.js';

/** Two sweeps, each five seconds after the other, in the small size; what is left behind is claimed after 10 s. */
const WATCHED_MS = { small: 11_000, full: 75_000 };

/** What a later version may do to a database that an older one is working on: it adds, and takes nothing away. */
const LATER = [
  'alter table notices add column urgency integer not null default 0',
  'alter table people add column pronouns text',
  `alter table reports add column tags jsonb not null default '[]'`,
  'create table polls (id text primary key, asked_at timestamptz not null)',
  'create index notices_urgency on notices (urgency)',
  `insert into schema_migrations (number, name, sha256) values (${MIGRATIONS.length + 1}, 'polls', 'later')`,
];

/** What the newer version has left in the stores, as text, to be compared. */
async function foreignIn(city: ServedCity, person: string): Promise<Record<string, unknown>> {
  const [notice] = await city.postgres.ask(`select * from notices where key = 'poll/1'`);
  return city.redis.ask(async (redis) => ({
    notice: JSON.stringify(notice),
    desk: JSON.stringify(await redis.hgetall(deskKey(person))),
    asides: JSON.stringify(await redis.keys(`${deskKey(person)}:*`)),
    effect: await redis.hget(effectKeys(person)[0], 'newer#0'),
    // Overdue at any moment, so that an instance that knows it may take it at its next sweep.
    overdue: Number(await redis.zscore(effectKeys(person)[1], 'newer#0')) < Date.now() - 29_000,
  }));
}

async function plant(city: ServedCity, person: string): Promise<void> {
  await city.postgres.ask(
    `insert into notices (key, kind, about, to_kind, to_id, due_at)
     values ('poll/1', 'poll', '{"kind":"poll","id":"1"}', 'person', '${person}', now() - interval '1 minute')`,
  );
  const long = Date.now() - 3_600_000;
  const effect = { kind: 'poll', place: 'x', question: '昼食は？' };
  await city.redis.ask(async (redis) => {
    await redis.hset(deskKey(person), {
      revision: '40',
      body: JSON.stringify({ form: DESK_FORM + 1, drafts: {}, polls: ['1'] }),
    });
    await redis.hset(
      effectKeys(person)[0],
      'newer#0',
      JSON.stringify({ id: 'newer#0', person, effect, at: new Date(long).toISOString() }),
    );
    await redis.zadd(effectKeys(person)[1], long, 'newer#0');
  });
}

export const faults: Faults = {
  name: 'rollout',
  async run(size, say) {
    const city = await servedCity(size === 'small' ? 2 : 6);
    const services = await Promise.all([startService(city.settings), startService(city.settings)]);
    const broken: string[] = [];
    const check = (holds: boolean, otherwise: string) => {
      if (!holds) broken.push(otherwise);
    };
    try {
      const urls = await Promise.all(services.map(({ url }) => url));
      await beginAll(city, urls[0] as string);
      for (const statement of LATER) await city.postgres.ask(statement);
      say('the newer version has migrated the database');
      // One person on each platform was at the newer version's instance before.
      const [onSlack, onTeams, ...others] = city.talkers;
      if (!onSlack || !onTeams) throw new Error('nobody there');
      for (const { id } of [onSlack, onTeams]) {
        await city.postgres.ask(`delete from notices where key = 'poll/1'`);
        await plant(city, id);
      }
      const before = [await foreignIn(city, onSlack.id), await foreignIn(city, onTeams.id)];
      const turns = await Promise.all(others.map((talker) => draftOf(city, talker)));
      const giveUp = Date.now() + WATCHED_MS[size];
      let rounds = 0;
      for (; Date.now() < giveUp; rounds += 1) {
        for (const talker of [onSlack, onTeams]) {
          const { status } = await send(urls[rounds % 2] as string, talker.says('190人'));
          check(status >= 500, `${talker.platform}: a reply on a newer desk was answered with ${status}`);
        }
        for (const talker of others)
          await untilTaken(
            urls[rounds % 2] as string,
            talker.says(rounds % 2 === 0 ? '190人' : '戻る'),
            PATIENCE_MS,
          );
        await sleep(500);
      }
      for (const [i, talker] of others.entries()) {
        const turn = ((await draftOf(city, talker))?.turn ?? 0) - (turns[i]?.turn ?? 0);
        check(turn === rounds, `${talker.id} answered ${rounds} times, kept are ${turn}`);
      }
      const after = [await foreignIn(city, onSlack.id), await foreignIn(city, onTeams.id)];
      for (const [i, one] of after.entries())
        for (const [what, value] of Object.entries(one))
          check(
            value === (what === 'overdue' ? true : before[i]?.[what]),
            `the newer version's ${what} is ${value}, not ${before[i]?.[what]}`,
          );
      broken.push(...(await pressNewer(city, urls[0] as string)));
      for (const service of services)
        check(await isUp(service), `an instance ended: ${service.said.err.slice(-500)}`);
      say(`${rounds} rounds of replies beside it`);
    } finally {
      for (const service of services) service.kill('SIGKILL');
      await Promise.all(services.map(({ ended }) => ended));
      await city.stop();
    }
    return broken;
  },
};

/** A button that only the newer version knows, pressed at the old one. */
async function pressNewer(city: ServedCity, url: string): Promise<string[]> {
  const [, , presser] = city.talkers;
  if (!presser) throw new Error('nobody there');
  const shown = presser.shown().length;
  const action = encodeAction('status').replace('"status"', '"answer_poll"');
  await untilTaken(url, presser.presses(action), PATIENCE_MS);
  const giveUp = Date.now() + PATIENCE_MS;
  while (Date.now() < giveUp) {
    if (
      presser
        .shown()
        .slice(shown)
        .some((one) => one.includes('このボタンは、いま使えません'))
    )
      return [];
    await sleep(50);
  }
  return ['a button of the newer version was taken for nothing'];
}

const isUp = (service: Service): Promise<boolean> =>
  Promise.race([service.ended.then(() => false), sleep(10).then(() => true)]);
