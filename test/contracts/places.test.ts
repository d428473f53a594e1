/** The contract of places on every platform there is; a new one takes its place here. */
import fc from 'fast-check';
import * as playground from '../../src/chat/playground/places.js';
import * as slack from '../../src/chat/slack/place.js';
import * as teams from '../../src/chat/teams/place.js';
import * as letters from '../support/letter-box.js';
import { placesContract } from './places.js';

/** Ids of people and sections as PostgreSQL keeps them. */
const id = fc
  .string({ minLength: 1, unit: 'grapheme' })
  .filter((text) => !/\p{Surrogate}/u.test(text) && !/\p{Cc}/u.test(text));
const slackId = (first: string) => fc.stringMatching(new RegExp(`^[${first}][A-Z0-9]{2,10}$`, 'u'));
const ts = fc.stringMatching(/^[0-9]{10}\.[0-9]{6}$/u);
const guid = fc.uuid();

const samples = [
  playground.directPlace('p1'),
  playground.accountOf('p1'),
  slack.slackPlace('T1', 'C1', '1700000000.000100'),
  slack.slackAccount('T1', 'U1'),
  teams.teamsPlace({ k: 'channel', s: 'https://x/', t: 't', c: '19:x' }),
  teams.teamsAccount('t', 'a'),
  letters.box('a@city.example.jp'),
  letters.account('a@city.example.jp'),
  '',
];
const foreignTo = (name: string) => samples.filter((one) => !one.startsWith(`${name}:`));

placesContract(
  {
    name: 'playground',
    facts: fc.record({
      conversation: fc.oneof(
        fc.record({ kind: fc.constant('dm' as const), person: id }),
        fc.record({ kind: fc.constant('channel' as const), section: id }),
      ),
      thread: fc.option(id),
    }),
    make({ conversation, thread }: playground.PlaygroundPlace) {
      const whole = playground.conversationPlace(conversation);
      return thread === null ? whole : playground.threadPlace(whole, thread);
    },
    read: playground.readPlace,
    accounts: id.map(playground.accountOf),
    placeOfAccount: playground.placeOfAccount,
  },
  foreignTo('playground'),
);

placesContract(
  {
    name: 'slack',
    facts: fc.record({
      team: slackId('TE'),
      conversation: slackId('CGDUW'),
      thread: fc.option(ts),
    }),
    make: ({ team, conversation, thread }: slack.SlackPlace) => slack.slackPlace(team, conversation, thread),
    read: slack.readSlackPlace,
    accounts: fc.tuple(slackId('TE'), slackId('UW')).map((of) => slack.slackAccount(...of)),
    placeOfAccount: slack.placeOfAccount,
  },
  foreignTo('slack'),
);

placesContract(
  {
    name: 'teams',
    facts: fc.oneof(
      fc.record({ k: fc.constant('personal' as const), s: fc.webUrl(), t: guid, c: id, a: guid }),
      fc.record({ k: fc.constant('person' as const), s: fc.webUrl(), t: guid, u: id, a: guid }),
      fc.record(
        { k: fc.constant('channel' as const), s: fc.webUrl(), t: guid, c: id, m: id },
        { requiredKeys: ['k', 's', 't', 'c'] },
      ),
    ),
    make: teams.teamsPlace,
    read: teams.readTeamsPlace,
    accounts: fc.tuple(guid, guid).map((of) => teams.teamsAccount(...of)),
    // Where a person of Teams can be written to is not known before the bot is installed for them.
  },
  foreignTo('teams'),
);

placesContract(
  {
    name: 'letters',
    facts: fc.record({ kind: fc.constantFrom('to' as const, 'board' as const), name: id }),
    make: ({ kind, name }) => (kind === 'to' ? letters.box(name) : letters.board(name)),
    read: letters.readLetterPlace,
    accounts: id.map(letters.account),
    placeOfAccount: letters.placeOfAccount,
  },
  foreignTo('letters'),
);
