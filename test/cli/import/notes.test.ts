/** What of a file was not read is said by `maru import`, whether it only looks or enters the sheets. */
import { expect, test } from '@jest/globals';
import { bytesOf, formOf, GOAL } from '../../workbook/office-form.js';
import { rosterCommand } from './roster-command.js';

const { run, file } = rosterCommand();

test('comments on cells, in words and as JSON', async () => {
  const { book, tab } = formOf([GOAL]);
  tab.getCell('F8').note = '内々の話';
  const path = await file('様式.xlsx', await bytesOf(book));
  const told = 'F18 様式.xlsx 様式: コメント（メモ）の付いたセルがあります（F8）。';
  const looked = await run(null, '--dry-run', path);
  expect(looked.out).toContain(told);
  const entered = await run(null, '--yes', path);
  expect(entered.failed).toEqual([]);
  expect(entered.out).toContain('変更を取り込みました');
  expect(entered.out).toContain(told);
  const again = await run(null, '--yes', '--json', path);
  expect(JSON.parse(again.out)).toMatchObject({ notes: [{ id: 'F18', where: { tab: '様式' } }] });
  expect(looked.out + entered.out + again.out).not.toContain('内々の話');
});
