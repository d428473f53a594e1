/** The ids of the catalogue of irregularities; docs/irregularities.md says what each is and what Maru does with it. */
export const IRREGULARITY_IDS = [
  ...numbered('H', 17),
  ...numbered('T', 15),
  ...numbered('P', 4),
  ...numbered('V', 22),
  ...numbered('C', 7),
] as const;

function numbered(group: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${group}${String(index + 1).padStart(2, '0')}`);
}
