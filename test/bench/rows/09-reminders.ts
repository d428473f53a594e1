/** A city's morning: 2,000 reminders on each platform, beside the least time in which its limits allow so many calls. */
import { cityInstant } from '../../../src/core/calendar/working-days.js';
import { openingMorning } from '../../support/morning.js';
import { byMedian, type Row } from '../row.js';
import { withServices } from '../services.js';

const SECTIONS = 250;
const STAFF = 8;

/** Calls a second when a platform's limit is used evenly; the tables with their sources: test/support/limits.ts. */
const PER_SECOND = { slack: 300 / 60, teams: 30 } as const;

export const row: Row = {
  no: 9,
  name: '督促2,000件 / 2,000 reminders under the documented limits, which the local Slack and Teams enforce',
  goal: { atMost: 1.05 },
  rival: 'the least time of the limits themselves',
  async run(_size, say) {
    const ratios: number[] = [];
    const notes: string[] = [
      'the clock moves only where somebody waits; the work itself is told beside it. Slack: 300 messages a minute and workspace; Teams: 30 calls a second and tenant, of which a person never written to before takes two',
    ];
    for (const platform of ['slack', 'teams'] as const) {
      const day = await withServices(async (services) => {
        const options = { ...services, platform, sections: SECTIONS, staffPerSection: STAFF, rush: 0 };
        const morning = await openingMorning(options);
        if (morning.breaches.length > 0) throw new Error(`${morning.breaches.length} limits breached`);
        if (morning.faults.length > 0) throw new Error(morning.faults[0]);
        return morning;
      });
      if (day.reminded.length !== SECTIONS * STAFF) throw new Error('not everybody was reminded once');
      const { last, calls, workMs } = day.morning;
      const seconds = (last.getTime() - Date.parse(cityInstant('2023-10-02', '09:00'))) / 1000;
      const least = calls / PER_SECOND[platform];
      ratios.push(seconds / least);
      notes.push(
        `${platform}: ${day.reminded.length} reminders and ${day.channelMessages} channels in ${calls} calls, ${seconds.toFixed(0)} s (least ${least.toFixed(0)} s), of which work ${(workMs / 1000).toFixed(0)} s; no breach`,
      );
      say(notes.at(-1)!);
    }
    // the slower platform stands for the row
    return { ...byMedian(ratios, notes), ratio: Math.max(...ratios) };
  },
};
