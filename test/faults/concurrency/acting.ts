/** What one person does, as it goes to the doors: a press, a report written and submitted, one taken back and submitted again. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '../../../src/core/decision/outcome/outcome.js';
import type { Button, Platform, pressesOf } from './presses.js';
import { type Person, RESULTS, type Section } from './section.js';
import type { Town } from './town.js';

export type Kind = 'submit' | 'withdraw' | 'approve' | 'return' | 'undo' | 'correct';

/** What somebody is about to press. */
export type Press = {
  readonly act: Kind;
  readonly person: Person;
  readonly platform: Platform;
  readonly report: string;
  /** the version on the card; for a submission the one it follows */
  readonly version: number;
  readonly step: number;
  /** from the last look at the whole sheet */
  readonly looked: boolean;
  /** 今後の方針 as it is submitted */
  readonly policy: string;
};
/** What was pressed. */
export type Pressed = Press & {
  /** the input's id begins with this */
  readonly input: string;
  readonly taken: boolean;
  readonly answer: string;
};

const ENTERED_WITHIN_MS = 10_000;
const POLL_MS = 5;
const COMMENT = { comment: '内訳も書いてください。' };

export function actingIn(parts: { town: Town; presses: ReturnType<typeof pressesOf> }) {
  const { town, presses } = parts;
  let pressed: Pressed[] = [];
  let texts = 0;

  /** Presses a button and notes it down. */
  async function press(of: Press, section: Section, button: Button, direct: boolean): Promise<Pressed> {
    const one = { ...of, ...(await presses.press(of.person, section, of.platform, button, direct)) };
    pressed.push(one);
    return one;
  }

  const draftOf = async ({ id }: Person, report: string) => (await town.drafts.load(id)).desk.drafts[report];

  /** Begins a draft or goes on with one, and fills it in; with other texts than before unless `same`. */
  async function writes({ person, platform, report }: Press, section: Section, same: boolean): Promise<void> {
    await presses.press(person, section, platform, { do: 'begin', of: report, v: 0 }, true);
    const begun = await draftOf(person, report);
    if (!begun || (same && begun.asking.at === 'review')) return;
    texts += 1;
    const [no] = [...section.reports].find(([, id]) => id === report)!;
    const fields = {
      'result.0': RESULTS[no],
      'rating.0': 'achieved',
      'status.0': `状況 ${texts}`,
      policy: `方針 ${texts}`,
    };
    const button = { do: 'fill_form', of: report, v: begun.turn, fields } as const;
    await presses.press(person, section, platform, button, true);
  }

  async function submits(of: Press, section: Section): Promise<void> {
    const draft = await draftOf(of.person, of.report);
    const own = { ...of, act: 'submit', version: draft?.base ?? 0, policy: draft?.policy ?? '' } as const;
    await press(own, section, { do: 'submit', of: of.report, v: draft?.turn ?? 0 }, true);
  }

  return {
    writes,
    submits,
    /** Takes it back, changes it or not, and submits it again, as fast as the record answers. */
    async edits(of: Press, section: Section, same: boolean): Promise<void> {
      const { input } = await press(of, section, { do: 'withdraw', of: of.report, v: of.version }, true);
      const giveUpAt = Date.now() + ENTERED_WITHIN_MS;
      let outcome: Outcome | undefined;
      while (!outcome && Date.now() < giveUpAt) {
        await sleep(POLL_MS);
        outcome = (await outcomesOf(town, [input])).get(input)?.[0];
      }
      if (!outcome?.ok) return;
      await writes(of, section, same);
      await submits(of, section);
    },
    /** Presses the button, or sends the form, of anything else. */
    async decides(of: Press, section: Section): Promise<void> {
      const { act, report, version, step, looked } = of;
      const button = { of: report, v: version, with: String(step) };
      switch (act) {
        case 'submit':
          return submits(of, section);
        case 'withdraw':
          return void (await press(of, section, { ...button, do: 'withdraw' }, true));
        case 'approve':
          return void (await press(
            of,
            section,
            { ...button, do: looked ? 'approve_all' : 'approve' },
            looked,
          ));
        case 'return':
          return void (await press(of, section, { ...button, do: 'return', fields: COMMENT }, false));
        case 'undo':
          return void (await press(of, section, { ...button, do: 'undo_approval' }, true));
        case 'correct':
          return void (await press(of, section, { ...button, do: 'correct', fields: COMMENT }, true));
        default:
          return act satisfies never;
      }
    },
    /** Everything pressed since this was asked last. */
    pressedSince(): readonly Pressed[] {
      const since = pressed;
      pressed = [];
      return since;
    },
  };
}

/** What the record answered to the inputs whose ids begin so. */
export async function outcomesOf(town: Town, inputs: readonly string[]): Promise<Map<string, Outcome[]>> {
  const { rows } = await town.pool.query<{ input: string; outcome: Outcome }>(
    `select i.input, d.outcome from unnest($1::text[]) as i(input)
     join done_commands d on starts_with(d.effect_id, i.input)`,
    [inputs],
  );
  const found = new Map<string, Outcome[]>();
  for (const { input, outcome } of rows) found.set(input, [...(found.get(input) ?? []), outcome]);
  return found;
}
