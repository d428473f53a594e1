/** Teams: a card answered by its button, beside a bare CloudAdapter of either SDK that sends the same finished card. */
import { readFileSync } from 'node:fs';
import { renderTeams } from '../../../src/chat/render/render.js';
import { openCity } from '../city.js';
import { pinBesideServer, placement } from '../cores.js';
import { alternating } from '../rounds.js';
import type { Row } from '../row.js';
import { openTeamsWire, serveRival, serveTeams } from '../teams-wire.js';

const SECTIONS = 60;
const SAMPLE = new URL('../../../cards/question/sample.json', import.meta.url);

const against =
  (sdk: 'botbuilder' | 'agents'): Row['run'] =>
  async (size, say) => {
    pinBesideServer();
    const city = await openCity(SECTIONS);
    const wire = await openTeamsWire();
    const card = renderTeams(JSON.parse(readFileSync(SAMPLE, 'utf8')));
    const [ours, rival] = await Promise.all([serveTeams(city, wire), serveRival(wire, sdk, card)]);
    try {
      const measured = await alternating({ city, wire, ours, rival, size, by: 'rate', say });
      return { ...measured, notes: [...measured.notes, placement] };
    } finally {
      await Promise.all([ours.stop(), rival.stop()]);
      await wire.stop();
      await city.stop();
    }
  };

export const rows: readonly Row[] = [
  {
    no: 3,
    name: 'Teams: a whole step, a card answered',
    goal: { atLeast: 2 },
    rival: 'bare botbuilder CloudAdapter that sends a finished card, no store',
    run: against('botbuilder'),
  },
  {
    no: 3.1,
    name: 'Teams: a whole step, a card answered',
    goal: { atLeast: 1.2 },
    rival: 'bare agents-hosting CloudAdapter that sends a finished card, no store',
    run: against('agents'),
  },
];
