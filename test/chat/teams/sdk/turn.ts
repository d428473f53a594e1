import type { Sdk } from '../../../../src/chat/teams/sdk/contract.js';

export type Asked = { readonly authorization: string; readonly activity: object; readonly fails: boolean };
export type Outcome = { readonly kind: 'done' | 'refused' | 'fault'; readonly ran: boolean };

/** What came of a turn, and whether the logic was run in it. */
export async function outcomeOf(sdk: Sdk, { authorization, activity, fails }: Asked): Promise<Outcome> {
  let ran = false;
  try {
    const { kind } = await sdk.turn(authorization, activity, async () => {
      ran = true;
      if (fails) throw new Error('redis does not answer');
    });
    return { kind, ran };
  } catch {
    return { kind: 'fault', ran };
  }
}
