/** Slack: a whole step of the interview beside a bare bolt, out of the box and tuned, and beside the Chat SDK. */
import { openCity } from '../city.js';
import { pinBesideServer, placement } from '../cores.js';
import { alternating } from '../rounds.js';
import type { Row } from '../row.js';
import { openSlackWire, type SlackRival, serveRival, serveSlack } from '../slack-wire.js';

const SECTIONS = 60;

const against =
  (name: SlackRival, by: 'rate' | 'processor'): Row['run'] =>
  async (size, say) => {
    pinBesideServer();
    const city = await openCity(SECTIONS);
    const wire = await openSlackWire(city.people);
    const [ours, rival] = await Promise.all([serveSlack(city, wire), serveRival(city, wire, name)]);
    try {
      const measured = await alternating({ city, wire, ours, rival, size, by, say });
      return { ...measured, notes: [...measured.notes, placement] };
    } finally {
      await Promise.all([ours.stop(), rival.stop()]);
      await wire.stop();
      await city.stop();
    }
  };

export const rows: readonly Row[] = [
  {
    no: 1,
    name: 'Slack: a whole step of the interview',
    goal: { atLeast: 1 },
    rival: 'bare bolt, default settings: one plain message, no store',
    run: against('default', 'rate'),
  },
  {
    no: 2,
    name: 'Slack: a whole step of the interview',
    goal: { atLeast: 0.75 },
    rival:
      'bare bolt with a pooled client: dedupe and one get and compare-and-set in Redis, one plain message',
    run: against('tuned', 'rate'),
  },
  {
    no: 2.1,
    name: 'Slack: a whole step of the interview, by processor time',
    goal: { atLeast: 2 },
    rival: 'the Chat SDK: verified, told once, a state of 1 KB in the same Redis, a card posted',
    run: against('chat-sdk', 'processor'),
  },
];
