/** What every adapter of the Drafts port must keep. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Effect } from '../../src/core/conversation/effect.js';
import { type Desk, emptyDesk } from '../../src/core/draft/drafts.js';
import type { Drafts, KeptEffect } from '../../src/flow/ports.js';

const NOW = '2023-10-02T01:00:00.000Z';
const minutesLater = (minutes: number) => new Date(Date.parse(NOW) + minutes * 60_000).toISOString();
const MINUTE_MS = 60_000;

const focused = (task: string): Desk => ({ ...emptyDesk, focus: task });
const recordEffect = (id: string): KeptEffect => ({
  id,
  person: 'p1',
  effect: { kind: 'record', place: 'here', command: { kind: 'withdraw', report: 'r', version: 1 } },
  at: NOW,
});
const turn = (inputId: string, revision: number, desk: Desk, effects: readonly KeptEffect[] = []) => ({
  inputId,
  person: 'p1',
  revision,
  desk,
  effects,
  now: NOW,
});

/** Declares the suite; `fresh` gives an empty adapter before each test. */
export function draftsContract(name: string, fresh: () => Promise<Drafts>): void {
  describe(`Drafts: ${name}`, () => {
    let drafts: Drafts;
    beforeEach(async () => {
      drafts = await fresh();
    });

    test('a person without a desk has an empty one at revision 0', async () => {
      expect(await drafts.load('p1')).toEqual({ desk: emptyDesk, revision: 0 });
    });

    test('what was committed is loaded, texts as typed', async () => {
      const desk: Desk = {
        ...emptyDesk,
        held: [{ no: 1, text: '１，２００人　“以上”\n\u0000\u{1F600}\ud800 ${x}' }],
      };
      expect(await drafts.commit(turn('i1', 0, desk))).toBe('ok');
      expect(await drafts.load('p1')).toEqual({ desk, revision: 1 });
      expect(await drafts.load('p2')).toEqual({ desk: emptyDesk, revision: 0 });
    });

    test('an input is committed once', async () => {
      await drafts.commit(turn('i1', 0, focused('a'), [recordEffect('i1#0')]));
      expect(await drafts.commit(turn('i1', 0, focused('b')))).toBe('seen');
      expect(await drafts.commit(turn('i1', 1, focused('b'), [recordEffect('i1#9')]))).toBe('seen');
      expect((await drafts.load('p1')).desk.focus).toBe('a');
      expect(await drafts.claimOverdue(minutesLater(10), MINUTE_MS, 10)).toEqual([recordEffect('i1#0')]);
    });

    test('a step from an old desk is a conflict and leaves nothing, so that it can be made again', async () => {
      await drafts.commit(turn('i1', 0, focused('a')));
      expect(await drafts.commit(turn('i2', 0, focused('b'), [recordEffect('i2#0')]))).toBe('conflict');
      expect((await drafts.load('p1')).desk.focus).toBe('a');
      expect(await drafts.claimOverdue(minutesLater(10), MINUTE_MS, 10)).toEqual([]);
      expect(await drafts.commit(turn('i2', 1, focused('b')))).toBe('ok');
    });

    test('of 20 racing turns one is ok and 19 conflict, with the effect of the one', async () => {
      const inputs = Array.from({ length: 20 }, (_, i) => `race${i}`);
      const answers = await Promise.all(
        inputs.map((id) => drafts.commit(turn(id, 0, focused(id), [recordEffect(`${id}#0`)]))),
      );
      expect(answers.filter((a) => a === 'ok')).toHaveLength(1);
      expect(answers.filter((a) => a === 'conflict')).toHaveLength(19);
      const winner = inputs[answers.indexOf('ok')]!;
      expect(await drafts.load('p1')).toEqual({ desk: focused(winner), revision: 1 });
      expect(await drafts.claimOverdue(minutesLater(10), MINUTE_MS, 100)).toEqual([
        recordEffect(`${winner}#0`),
      ]);
    });

    test('of 20 deliveries of one input one is ok and 19 are seen', async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => drafts.commit(turn('same', 0, focused('a')))),
      );
      expect(answers.filter((a) => a === 'ok')).toHaveLength(1);
      expect(answers.filter((a) => a === 'seen')).toHaveLength(19);
    });

    test('forms are not kept, and what was struck off is not claimed', async () => {
      const form: Effect = { kind: 'form_problem', problems: { field: 'too long' } };
      await drafts.commit(
        turn('i1', 0, emptyDesk, [
          recordEffect('i1#0'),
          { id: 'i1#1', person: 'p1', effect: form, at: NOW },
          recordEffect('i1#2'),
        ]),
      );
      await drafts.strike(['i1#0', 'unknown']);
      await drafts.strike([]);
      expect(await drafts.claimOverdue(minutesLater(10), MINUTE_MS, 10)).toEqual([recordEffect('i1#2')]);
    });

    test('an effect that was amended is claimed as it is since; one that was struck off does not come back', async () => {
      await drafts.commit(turn('i1', 0, emptyDesk, [recordEffect('i1#0'), recordEffect('i1#1')]));
      await drafts.strike(['i1#1']);
      const told = (id: string) => ({ ...recordEffect(id), told: { place: 'here', id: '7' } });
      for (const id of ['i1#0', 'i1#1', 'unknown#0']) await drafts.amend(told(id));
      expect(await drafts.claimOverdue(minutesLater(10), MINUTE_MS, 10)).toEqual([told('i1#0')]);
    });

    test('an arrival is kept once, as it came, until it is struck off', async () => {
      const arrival = (text: string): KeptEffect => ({
        id: 'i1#arrival',
        person: 'platform:account',
        effect: { kind: 'arrival', body: { text } },
        at: NOW,
      });
      await drafts.keep(arrival('first'));
      await drafts.keep(arrival('again'));
      expect(await drafts.claimOverdue(minutesLater(10), MINUTE_MS, 10)).toEqual([arrival('first')]);
      await drafts.strike(['i1#arrival']);
      expect(await drafts.claimOverdue(minutesLater(20), MINUTE_MS, 10)).toEqual([]);
    });

    test('effects are claimed when overdue, oldest first, not by two at once, and again after as long', async () => {
      await drafts.commit({ ...turn('b', 0, emptyDesk, [recordEffect('b#0')]), now: NOW });
      await drafts.commit({ ...turn('a', 1, emptyDesk, [recordEffect('a#0')]), now: minutesLater(1) });
      expect(await drafts.claimOverdue(minutesLater(2), 5 * MINUTE_MS, 10)).toEqual([]);
      expect(await drafts.claimOverdue(minutesLater(5.5), 5 * MINUTE_MS, 10)).toEqual([recordEffect('b#0')]);
      const both = await Promise.all([
        drafts.claimOverdue(minutesLater(7), 5 * MINUTE_MS, 10),
        drafts.claimOverdue(minutesLater(7), 5 * MINUTE_MS, 10),
      ]);
      expect(both.flat()).toEqual([recordEffect('a#0')]);
      // Begun twice without an end: from now on each by itself.
      expect(await drafts.claimOverdue(minutesLater(20), 5 * MINUTE_MS, 10)).toEqual([]);
      expect(await drafts.claimAlone(minutesLater(20), 5 * MINUTE_MS)).toEqual(recordEffect('b#0'));
      expect(await drafts.claimAlone(minutesLater(20), 5 * MINUTE_MS)).toEqual(recordEffect('a#0'));
      expect(await drafts.claimAlone(minutesLater(20), 5 * MINUTE_MS)).toBeNull();
    });

    test('what was begun three times without an end is given to nobody any more; what ended in between is', async () => {
      await drafts.commit(turn('a', 0, emptyDesk, [recordEffect('a#0')]));
      await drafts.commit(turn('b', 1, emptyDesk, [recordEffect('b#0')]));
      const claimed = async (minutes: number) => [
        ...(await drafts.claimOverdue(minutesLater(minutes), 5 * MINUTE_MS, 10)).map(({ id }) => id),
        (await drafts.claimAlone(minutesLater(minutes), 5 * MINUTE_MS))?.id,
      ];
      expect(await claimed(10)).toEqual(['a#0', 'b#0', undefined]);
      // Nobody strikes it off and nobody says that it ended.
      await drafts.leave(['b#0'], minutesLater(10), MINUTE_MS);
      expect(await claimed(20)).toEqual(['b#0', 'a#0']);
      await drafts.leave(['b#0'], minutesLater(20), MINUTE_MS);
      expect(await claimed(30)).toEqual(['b#0', undefined]);
    });

    test('what fails waits longer each time and is put aside after the twelfth; what did not begin is not blamed', async () => {
      await drafts.commit(turn('a', 0, emptyDesk, [recordEffect('a#0'), recordEffect('a#1')]));
      const waited: number[] = [];
      let minutes = 10;
      const next = async () =>
        (await drafts.claimOverdue(minutesLater(minutes), MINUTE_MS, 10)).map(({ id }) => id);
      expect(await next()).toEqual(['a#0', 'a#1']);
      for (let times = 1; times <= 12; times += 1) {
        const since = minutes;
        await drafts.leave(['a#0', 'a#1'], minutesLater(since - 1), MINUTE_MS / 2, {
          id: 'a#0',
          reason: 'broken',
        });
        for (let ids: string[] = []; !ids.includes('a#0') && minutes < since + 20; ) {
          minutes += 0.5;
          ids = await next();
          if (ids.includes('a#1')) await drafts.leave(['a#1'], minutesLater(minutes), MINUTE_MS);
        }
        waited.push(minutes - since);
      }
      expect(waited).toEqual([1, 1.5, 2.5, 4.5, 8.5, 10.5, 10.5, 10.5, 10.5, 10.5, 10.5, 20]);
      minutes += 20;
      expect(await next()).toEqual(['a#1']);
    });

    test('effects that somebody is still at are renewed, in order, and those struck off do not come back', async () => {
      const ids = ['i1#0', 'i1#1', 'i1#10', 'i1#2'];
      await drafts.commit(turn('i1', 0, emptyDesk, ids.map(recordEffect)));
      await drafts.strike(['i1#1']);
      await drafts.renew([], minutesLater(3));
      await drafts.renew([...ids, 'unknown'], minutesLater(3));
      expect(await drafts.claimOverdue(minutesLater(7), 5 * MINUTE_MS, 10)).toEqual([]);
      expect(await drafts.claimOverdue(minutesLater(9), 5 * MINUTE_MS, 10)).toEqual(
        ['i1#0', 'i1#10', 'i1#2'].map(recordEffect),
      );
    });
  });
}
