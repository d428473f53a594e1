/** What they named is a 確認事項 now (core/checks); an id is never given twice. */
const NOT_USED_ANY_MORE = ['V09', 'V17', 'V18'];

/** The ids of the catalogue of irregularities; docs/irregularities.md says what each is and what Maru does with it. */
export const IRREGULARITY_IDS = [
  ...numbered('H', 17),
  ...numbered('T', 15),
  ...numbered('P', 4),
  ...numbered('V', 22),
  ...numbered('C', 7),
].filter((id) => !NOT_USED_ANY_MORE.includes(id));

function numbered(group: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${group}${String(index + 1).padStart(2, '0')}`);
}
