/** Who does something that is not a person's reply: named in the history. */
export type By = {
  /** null: who runs the service, at the command line */
  readonly personId: string | null;
  readonly name: string;
  readonly post: string;
  /** the platform's name, or `command-line` */
  readonly source: string;
  readonly account?: string;
};

/** Through which platform, and with which account. */
export type Door = Pick<By, 'source' | 'account'>;

/** Who runs the service, at the command line. */
export const byCommandLine = (name: string): By => ({
  personId: null,
  name,
  post: '',
  source: 'command-line',
});
