/** The sections of a large city beside the eight, ten a department, with nine who report and a 課長 each. */
import type { RosterInput } from '../../src/core/organization/roster.js';
import { type Sheet, withoutResults } from '../../src/core/sheet/sheet.js';
import { kitaSheets } from '../workbook/fixture-sheets.js';

const STAFF = 9;

export type Crowd = {
  readonly members: readonly { readonly id: string; readonly name: string }[];
  readonly sheets: readonly Sheet[];
  readonly holdings: NonNullable<RosterInput['holdings']>;
};

/** `first`: the lowest number that is nobody's yet. */
export function crowdOf(sections: number, first: number): Crowd {
  const eight = kitaSheets().map(withoutResults);
  const named = Array.from({ length: sections }, (_, i) => ({
    department: `第${Math.floor(i / 10) + 1}部`,
    name: `第${i + 1}課`,
  }));
  const members: { id: string; name: string }[] = [];
  const holdings: Crowd['holdings'] = [];
  for (const section of named)
    for (let n = 0; n <= STAFF; n += 1) {
      const id = `p${first + members.length}`;
      const [role, title] =
        n < STAFF ? (['staff', '担当者'] as const) : (['section_manager', '課長'] as const);
      members.push({ id, name: `${section.name}${title}${n + 1}` });
      holdings.push({ post: { section, role, title }, person: id, from: '2023-04-01' });
    }
  return {
    members,
    holdings,
    sheets: named.map(({ department, name }, i) => {
      const sheet = eight[i % eight.length]!;
      const { header } = sheet;
      return {
        ...sheet,
        header: {
          ...header,
          department: { ...header.department, text: department },
          organization: { ...header.organization, text: name },
        },
      };
    }),
  };
}
