/** Accounts that the owner of the database links to somebody by hand, to decide in that person's name. */
import type { Attack } from './attacks.js';

/** As every decision wants it: a member's, known a moment ago, and for ever. */
const TRUSTED = `email = null, standing = 'member', known_at = '2099-01-01'`;

export const LINKS: readonly Attack[] = [
  {
    name: 'an account of somebody is linked to the 課長 as an older version would',
    how: (db) => db.query(`update accounts set person_id = 'chief2', ${TRUSTED} where account = 'test:c1'`),
    named: /アカウント［account test:c1］ person: いま "chief2"、履歴の \d+ 番目では "chief1"/u,
  },
  {
    name: 'an account of nobody is linked to the 課長 as an older version would',
    how: (db) =>
      db.query(`insert into accounts (account, person_id, linked_at) values ('test:x', 'chief1', now());
        update accounts set ${TRUSTED} where account = 'test:x'`),
    named: /アカウント［account test:x］: 履歴にありません/u,
  },
  {
    name: 'an account is linked to the 課長 with the mark of one that was entered',
    how: (db) =>
      db.query(`insert into accounts (account, person_id, linked_at, by_hand, recorded_for)
          values ('test:x', 'chief1', now(), true, 'chief1')`),
    named: /アカウント［account test:x］: 履歴にありません/u,
  },
];
