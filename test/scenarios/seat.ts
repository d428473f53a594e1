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

/** A message between people: who wrote it, as they wrote it (as its platform marks it), and when (ISO instant). */
export type Noted = { readonly by: Member; readonly text: string; readonly at: string };
export type Opened = { readonly status: number; readonly form: string };

export type Seat = {
  readonly platform: 'slack' | 'teams';
  /** in private; gives the HTTP status */
  says(who: Member, text: string): Promise<number>;
  /** in the thread of one of Maru's cards in private, where the platform has one there */
  repliesTo(who: Member, card: Shown, text: string): Promise<number>;
  /** 「Maru に実績メモとして残す」 on a message of a channel of theirs, and the form that opens sent; gives its fields, and the HTTP status */
  notes(who: Member, message: Noted, fields: Readonly<Record<string, string>>): Promise<Opened>;
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
