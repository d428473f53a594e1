/** What a person at a desk sees and does, the same on every platform: read cards, type, press, fill in a form. */
export type Member = {
  readonly id: string;
  readonly no: number;
  /** as the roster has it */
  readonly name: string;
};

/** A card as it stands in a conversation. */
export type Shown = {
  readonly id: string;
  /** what it says and its buttons, line by line, as it is read out */
  readonly lines: readonly string[];
  /** what is written on it, wherever it stands */
  readonly drawn: string;
  readonly buttons: readonly { readonly title: string; readonly press: Press }[];
};

/** Presses as this person; a form that opens is sent with the fields, what is only read stays open. Gives the HTTP status. */
export type Press = (who: Member, fields: Readonly<Record<string, string>>) => Promise<number>;

export type Seat = {
  readonly platform: 'slack' | 'teams';
  /** in private; gives the HTTP status */
  says(who: Member, text: string): Promise<number>;
  /** to Maru in the section's channel, in the thread of a card there or by itself */
  mentions(who: Member, text: string, under?: Shown): Promise<number>;
  /** what stands in private, in its order */
  inPrivate(who: Member): readonly Shown[];
  inChannel(): readonly Shown[];
  /** 「わたしの報告」 where the platform has it; null where it has none */
  home(who: Member): Promise<string | null>;
  /** what was opened last to be read in a modal or dialog, as it is drawn; it closes then */
  opened(): string;
  account(who: Member): string;
};

/** What a platform's side needs to know of the service, once it runs. */
export type Reach = { readonly url: string; readonly clock: { now(): Date; move(ms: number): void } };
