/** Whoever varies what they send fills no disk either. */
import { expect, test } from '@jest/globals';
import { makeTellTurnedAway } from '../../../src/chat/http/turned-away.js';

test('a thousand different reasons in a minute have twenty lines, and every one is counted', () => {
  let now = 1_700_000_000_000;
  const lines: { reason?: string; unsaid?: number }[] = [];
  let counted = 0;
  const tell = makeTellTurnedAway({
    platform: 'p',
    clock: { now: () => new Date(now) },
    log: { warn: (facts) => void lines.push(facts) },
    meter: {
      input(platform, outcome) {
        if (platform === 'p' && outcome === 'refused') counted += 1;
      },
    },
  });
  for (let i = 0; i < 1_000; i += 1) tell(400, `shape: ${i}`);
  expect([lines.length, counted]).toEqual([20, 1_000]);
  now += 60_000;
  tell(400, 'shape: 1');
  expect(lines.at(-1)).toMatchObject({ reason: 'shape: 1', unsaid: 980 });
  // A clock that was set back does not silence it until then.
  now -= 3_600_000;
  tell(400, 'shape: 1');
  expect(lines).toHaveLength(22);
});
