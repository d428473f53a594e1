/** Slack: a whole step of the interview beside a bare bolt, out of the box and tuned. */
import { openCity } from '../city.js';
import { pinBesideServer, placement } from '../cores.js';
import { alternating } from '../rounds.js';
import type { Row } from '../row.js';
import { openSlackWire, serveBolt, serveSlack } from '../slack-wire.js';

const SECTIONS = 60;

const against =
  (variant: 'default' | 'tuned'): Row['run'] =>
  async (size, say) => {
    pinBesideServer();
    const city = await openCity(SECTIONS);
    const wire = await openSlackWire(city.people);
    const [ours, rival] = await Promise.all([serveSlack(city, wire), serveBolt(city, wire, variant)]);
    try {
      const measured = await alternating({ city, wire, ours, rival, size, say });
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
    goal: { atLeast: 1.5 },
    rival: 'bare bolt, default settings: one plain message, no store',
    run: against('default'),
  },
  {
    no: 2,
    name: 'Slack: a whole step of the interview',
    goal: { atLeast: 0.75 },
    rival:
      'bare bolt with a pooled client: dedupe and one get and compare-and-set in Redis, one plain message',
    run: against('tuned'),
  },
];
