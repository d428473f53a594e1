/** Every card, as it is sent, beside the library alone filling the same template with the same data. */
import { readdirSync, readFileSync } from 'node:fs';
import { Template } from 'adaptivecards-templating';
import { slackData, teamsData } from '../../../src/chat/render/card-data.js';
import { renderSlack, renderTeams } from '../../../src/chat/render/render.js';
import type { Card } from '../../../src/core/cards/card.js';
import { inTurn, timed } from '../pairs.js';
import { byMedian, median, type Row } from '../row.js';

const CARDS = new URL('../../../cards/', import.meta.url);
/** Longest text of a person, as for a card that is shortened nowhere. */
const WHOLE = 6_000;
const TURN_MS = 60;

type Work = { readonly name: string; readonly ours: () => unknown; readonly theirs: () => unknown };

function works(): Work[] {
  const json = (path: string) => JSON.parse(readFileSync(new URL(path, CARDS), 'utf8'));
  return readdirSync(CARDS).flatMap((name) => {
    const card = json(`${name}/sample.json`) as Card;
    const [slack, teams] = [
      new Template(json(`${name}/slack.json`)),
      new Template(json(`${name}/teams.json`)),
    ];
    const data = { slack: slackData(card, WHOLE), teams: teamsData(card, WHOLE, true) };
    return [
      {
        name: `${name}/slack`,
        // a copy: what was drawn before is not drawn again
        ours: () => renderSlack({ ...card }),
        theirs: () => slack.expand({ $root: data.slack }),
      },
      {
        name: `${name}/teams`,
        ours: () => renderTeams({ ...card }),
        theirs: () => teams.expand({ $root: data.teams }),
      },
    ];
  });
}

/** How often it can be done in about so long that it can be measured. */
async function turnsOf(work: () => unknown): Promise<number> {
  for (let turns = 8; ; turns *= 2) if ((await timed(() => many(work, turns))) > TURN_MS / 2) return turns;
}

function many(work: () => unknown, turns: number): void {
  for (let n = 0; n < turns; n += 1) work();
}

export const row: Row = {
  no: 6,
  name: 'カードの作成 / rendering each card, Slack and Teams',
  goal: { atLeast: 1 },
  rival: 'adaptivecards-templating, Template made once, the same data expanded',
  async run(size, say) {
    const pairs = size === 'quick' ? 5 : 25;
    // each card shall be as fast: the row stands for the one that is least so
    let least: readonly number[] = [Number.POSITIVE_INFINITY];
    const notes: string[] = [];
    const all = works();
    for (const { ours, theirs } of all) for (const work of [ours, theirs]) many(work, 300);
    for (const { name, ours, theirs } of all) {
      const turns = await turnsOf(theirs);
      const taken = await inTurn(
        pairs,
        () => timed(() => many(ours, turns)),
        () => timed(() => many(theirs, turns)),
      );
      const each = taken.map((pair) => pair.theirs / pair.ours);
      if (median(each) < median(least)) least = each;
      const micros = median(taken.map((pair) => (pair.ours / turns) * 1000));
      notes.push(`${name} ${median(each).toFixed(2)} × (${micros.toFixed(0)} µs)`);
      say(notes.at(-1)!);
    }
    return byMedian(least, notes);
  },
};
