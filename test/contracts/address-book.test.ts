/** The contract of the address book with the accounts of every platform there is; a new one takes its place here. */
import { accountOf, directPlace } from '../../src/chat/playground/places.js';
import { slackAccount, slackPlace } from '../../src/chat/slack/place.js';
import { teamsAccount, teamsPlace } from '../../src/chat/teams/place.js';
import { openPool } from '../../src/store/postgres/connection/pool.js';
import { byCommandLine } from '../../src/store/postgres/ledger/recorded-by.js';
import { openRecord } from '../../src/store/postgres/record.js';
import { account, box } from '../support/letter-box.js';
import { PATIENCE_MS } from '../support/patience.js';
import { freshDatabase, MIGRATED } from '../support/stores.js';
import { addressBookContract, type Numbered } from './address-book.js';

const guid = (no: number) => `00000000-0000-4000-8000-${String(no).padStart(12, '0')}`;
const TENANT = guid(99);
const platforms = {
  playground: { account: (no) => accountOf(`p${no}`), direct: (no) => directPlace(`p${no}`) },
  Slack: { account: (no) => slackAccount('T1', `U${no}`), direct: (no) => slackPlace('T1', `D${no}`) },
  Teams: {
    account: (no) => teamsAccount(TENANT, guid(no)),
    direct: (no) =>
      teamsPlace({ k: 'personal', s: 'https://smba.example/', t: TENANT, c: `a:${no}`, a: guid(no) }),
  },
  letters: { account: (no) => account(`${no}@x.example`), direct: (no) => box(`${no}@x.example`) },
} satisfies Record<string, Numbered>;

/** The record in PostgreSQL; who is in the roster is left, the rest is as in an empty book. */
async function openBooks() {
  const database = await freshDatabase(MIGRATED);
  const pool = openPool(database.url, { warn: () => undefined }, PATIENCE_MS);
  const book = openRecord(pool, undefined, PATIENCE_MS);
  const people = [{ id: 'chief', name: '課長', email: 'chief@city.example.jp' }];
  await book.importRoster({ people }, { by: byCommandLine('事務局'), now: new Date('2023-10-02T00:00:00Z') });
  return {
    book,
    async empty() {
      await pool.query('delete from accounts');
      await pool.query('delete from direct_places');
      await pool.query('delete from unreachable');
    },
    async stop() {
      await pool.end();
      await database.stop();
    },
  };
}

addressBookContract(
  'PostgreSQL, accounts of the playground',
  platforms.playground,
  platforms.Slack,
  openBooks,
);
addressBookContract('PostgreSQL, accounts of Slack', platforms.Slack, platforms.Teams, openBooks);
addressBookContract('PostgreSQL, accounts of Teams', platforms.Teams, platforms.Slack, openBooks);
addressBookContract('PostgreSQL, accounts of letters', platforms.letters, platforms.Teams, openBooks);
