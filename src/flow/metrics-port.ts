/** What the service counts about itself. Reporting it costs next to nothing, never waits and never fails. */

/** What became of something that came in. */
export type InputOutcome =
  /** committed */
  | 'taken'
  /** committed before */
  | 'seen'
  /** not in the roster */
  | 'stranger'
  /** refused: unsigned, malformed, of another organisation, a guest */
  | 'refused'
  /** answered so that the platform sends it again */
  | 'failed';

/** How a platform's answer counts: as in PlatformError, or `bug` when it was none. */
export type PlatformErrorKind = 'retry' | 'doubtful' | 'gone' | 'never' | 'bug';

export type MetricsPort = {
  /** `platform`: its name as it begins its places */
  input(platform: string, outcome: InputOutcome): void;
  /** from the last byte of a request to its answer, in milliseconds */
  acknowledged(platform: string, ms: number): void;
  /** `method`: the platform's own word for the call; of a closed list, never of what people typed */
  platformError(platform: string, method: string, error: unknown): void;
};

/** Counts nothing. */
export const noMetrics: MetricsPort = {
  input: () => undefined,
  acknowledged: () => undefined,
  platformError: () => undefined,
};
