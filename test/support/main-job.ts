/** The main job on the real sheets, whatever the platform: a section reports as printed, its manager approves. */
import { expect } from '@jest/globals';
import type { ReportContent } from '../../src/core/report/report.js';
import { DEMO_SECTIONS } from '../../src/demo/roster.js';
import { printedSheets, RATING_OF } from './tasks.js';

/** A message of the bot: all that it says. */
type Said = { readonly summary: string };

/** What people do on a platform, by their ids in the roster. */
export type Page<Message extends Said> = {
  say(person: string, text: string): Promise<unknown>;
  /** the last thing Maru said in private */
  last(person: string): Promise<Message>;
  /** what the bot posted in a section's channel, oldest first */
  channel(person: string, section: string): Promise<readonly Message[]>;
  buttonsOf(message: Message): readonly { readonly title: string }[];
  /** presses the button whose title begins so */
  press(person: string, message: Message, title: string): Promise<unknown>;
};

const WORDS = {
  midyear: { '○': '○ 達成見込み', '△': '△ 一部未達成見込み' },
  yearend: { '○': '○ 達成', '△': '△ 一部未達成' },
} as const;

/** Answers everything of a section (0–7, in printed order) as printed, question by question, and submits each goal. */
export async function reportAll<Message extends Said>(
  page: Page<Message>,
  place: number,
  round: 'midyear' | 'yearend',
): Promise<void> {
  const writer = `${DEMO_SECTIONS[place]!.id}-staff1`;
  for (const goal of printedSheets[place]!.goals) {
    await page.say(writer, `${goal.no}番`);
    for (const indicator of goal.indicators) {
      const rating = indicator.rating as '○' | '△';
      await page.say(writer, indicator.result_text);
      await page.press(writer, await page.last(writer), WORDS[round][rating]);
      // A reason is asked for △, and at mid-year never for ○ unless it goes against the proposal.
      const asked = (await page.last(writer)).summary;
      if (asked.includes('評価の理由を教えて')) await page.say(writer, '理由の説明です。');
      const next = (await page.last(writer)).summary;
      if (next.includes('下半期に何をするか')) await page.say(writer, '下半期にもう一度行います。');
      await page.say(writer, indicator.status_text);
    }
    if (goal.policy_text !== null) await page.say(writer, goal.policy_text);
    await page.press(writer, await page.last(writer), '提出');
    expect((await page.last(writer)).summary).toContain(`No.${goal.no} を提出しました`);
  }
}

/** Approves each goal in the section's channel, and the last with a look at the whole sheet. */
export async function approveAll<Message extends Said>(
  page: Page<Message>,
  place: number,
  sectionId: string,
): Promise<void> {
  const manager = `${DEMO_SECTIONS[place]!.id}-manager`;
  for (const message of await page.channel(manager, sectionId)) {
    const waiting = page.buttonsOf(message).some((button) => button.title.startsWith('承認'));
    if (waiting) await page.press(manager, message, '承認');
  }
  // The last one is asked for once more, under the ratings of the whole sheet.
  const look = await page.last(manager);
  for (const goal of printedSheets[place]!.goals) expect(look.summary).toContain(`No.${goal.no} `);
  for (const indicator of printedSheets[place]!.goals.flatMap((goal) => goal.indicators))
    expect(look.summary).toContain(indicator.rating);
  await page.press(manager, look, '全体を確認して承認する');
}

/** What the record has of each goal of a section is what its sheet prints. */
export function expectAsPrinted(place: number, contents: readonly (ReportContent | undefined)[]): void {
  const printed = printedSheets[place]!;
  expect(
    contents.map((content) => ({
      policy: content?.nextPolicy,
      rows: content?.answers.map(({ result, rating, status }) => ({ result, rating, status })),
    })),
  ).toEqual(
    printed.goals.map((goal) => ({
      policy: goal.policy_text ?? '',
      rows: goal.indicators.map((one) => ({
        result: one.result_text,
        rating: RATING_OF[one.rating],
        status: one.status_text,
      })),
    })),
  );
}
