/** Teams: a card answered by its button, beside a bare CloudAdapter that sends the same finished card. */
import { readFileSync } from 'node:fs';
import { renderTeams } from '../../../src/chat/render/render.js';
import { openCity } from '../city.js';
import { pinBesideServer, placement } from '../cores.js';
import { alternating } from '../rounds.js';
import type { Row } from '../row.js';
import { openTeamsWire, serveBotbuilder, serveTeams } from '../teams-wire.js';

const SECTIONS = 60;
const SAMPLE = new URL('../../../cards/question/sample.json', import.meta.url);

export const row: Row = {
  no: 3,
  name: 'Teams: a whole step, a card answered',
  goal: { atLeast: 0.9 },
  rival: 'bare botbuilder CloudAdapter that sends a finished card, no store',
  async run(size, say) {
    pinBesideServer();
    const city = await openCity(SECTIONS);
    const wire = await openTeamsWire();
    const card = renderTeams(JSON.parse(readFileSync(SAMPLE, 'utf8')));
    const [ours, rival] = await Promise.all([serveTeams(city, wire), serveBotbuilder(wire, card)]);
    try {
      const measured = await alternating({ city, wire, ours, rival, size, say });
      return { ...measured, notes: [...measured.notes, placement] };
    } finally {
      await Promise.all([ours.stop(), rival.stop()]);
      await wire.stop();
      await city.stop();
    }
  },
};
