/**
 * What the platforms document of how fast a bot may send, as windows of time, held against the times at which calls
 * were made. Written down here a second time, apart from what the adapters keep to.
 */

export type Limit = { readonly most: number; readonly ms: number };

export type Made = {
  /** when the call was made, in milliseconds */
  readonly at: number;
  /** what is counted together: a method, a channel, a conversation */
  readonly counts: readonly string[];
};

/** `channel/C1` → the limits of everything that begins with `channel`. */
export type Limits = Readonly<Record<string, readonly Limit[]>>;

const MINUTE_MS = 60_000;
const minute = (most: number): Limit[] => [{ most, ms: MINUTE_MS }];

/**
 * docs.slack.dev/apis/web-api/rate-limits: one message a second and channel, short bursts more; tiers a minute and
 * method. "Several hundred" messages a minute and workspace is read as three, a short burst as three more.
 */
export const SLACK_LIMITS: Limits = {
  channel: [
    { most: 4, ms: 1_000 },
    { most: 13, ms: 10_000 },
    { most: 63, ms: MINUTE_MS },
  ],
  workspace: minute(300),
  'chat.update': minute(50),
  'chat.delete': minute(50),
  'conversations.open': minute(50),
  'conversations.history': minute(50),
  'conversations.replies': minute(50),
};

/** learn.microsoft.com microsoftteams/platform/bots/how-to/rate-limit */
export const TEAMS_LIMITS: Limits = {
  conversation: [
    { most: 7, ms: 1_000 },
    { most: 8, ms: 2_000 },
    { most: 60, ms: 30_000 },
    { most: 1_800, ms: 3_600_000 },
  ],
  tenant: [{ most: 30, ms: 1_000 }],
};

/** Every window that held more than is allowed; and every call that nothing is known about. */
export function breaches(made: readonly Made[], limits: Limits): string[] {
  const times = new Map<string, number[]>();
  for (const { at, counts } of made)
    for (const count of counts) times.set(count, [...(times.get(count) ?? []), at]);
  return [...times].flatMap(([count, unsorted]) => {
    const known = limits[count.split('/')[0]!];
    if (!known) return [`${count}: no limit is known`];
    const sorted = unsorted.sort((a, b) => a - b);
    return known.flatMap(({ most, ms }) =>
      sorted.flatMap((at, i) =>
        (sorted[i + most] ?? Number.POSITIVE_INFINITY) - at < ms
          ? [`${count}: more than ${most} in ${ms} ms from ${at} on`]
          : [],
      ),
    );
  });
}

/** Takes or refuses calls as a platform does that keeps to its limits: a refused call does not count. */
export function makeEnforcer(limits: Limits) {
  const taken = new Map<string, number[]>();
  return {
    /** Whether this call is taken; calls are made in the order of their times. */
    takes({ at, counts }: Made): boolean {
      const longest = (count: string) => Math.max(...limitsOf(count).map(({ ms }) => ms));
      const limitsOf = (count: string) => limits[count.split('/')[0]!] ?? [{ most: 0, ms: 1 }];
      for (const count of counts)
        taken.set(
          count,
          (taken.get(count) ?? []).filter((one) => one > at - longest(count)),
        );
      const full = counts.some((count) =>
        limitsOf(count).some(
          ({ most, ms }) => taken.get(count)!.filter((one) => one > at - ms).length >= most,
        ),
      );
      if (!full) for (const count of counts) taken.get(count)!.push(at);
      return !full;
    },
  };
}
