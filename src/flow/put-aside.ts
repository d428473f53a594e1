/**
 * Work that was put aside is told of in the record, where the coordinator's digest and the operator's command see it: the
 * stores that hold it are several, and whoever looks should look in one place.
 */

export type PutAside = {
  /** `look`: at a section in a round */
  readonly kind: 'notice' | 'effect' | 'input' | 'look';
  readonly id: string;
  /** whose it is, where that is known */
  readonly personId: string | null;
  /** `never_ended`, or what went wrong */
  readonly reason: string;
  readonly tries: number;
  /** ISO instant */
  readonly at: string;
};

/** Tells the record of what was put aside since it was called last. Rejects when a store is away: the next call tells it. */
export type TellAside = () => Promise<void>;

export function makeTellAside(parts: {
  /** what is put aside now, elsewhere than in the record */
  list(): Promise<readonly PutAside[]>;
  keep(some: readonly PutAside[]): Promise<void>;
  log: { error(facts: object, message: string): void };
}): TellAside {
  const told = new Set<string>();
  const keyOf = ({ kind, id }: PutAside) => `${kind} ${id}`;
  return async () => {
    const now = await parts.list();
    const fresh = now.filter((one) => !told.has(keyOf(one)));
    if (fresh.length > 0) await parts.keep(fresh);
    for (const { kind, id, reason, tries } of fresh)
      parts.log.error({ [kind]: id, reason, tries }, 'put aside; maru retry has it tried again');
    told.clear();
    for (const one of now) told.add(keyOf(one));
  };
}
