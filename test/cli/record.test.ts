/** Who stands in the history for what is done at the command line. */
import { expect, test } from '@jest/globals';
import { operatorName } from '../../src/cli/record.js';

test('as set, else the user of the system, which may have a number alone', () => {
  expect(operatorName('情報政策課', () => ({ username: 'maru' }))).toBe('情報政策課');
  expect(operatorName('', () => ({ username: 'maru' }))).toBe('maru');
  const nameless = () => {
    // What Node.js says of a user without a line in /etc/passwd.
    throw new Error('A system error occurred: uv_os_get_passwd returned ENOENT (no such file or directory)');
  };
  expect(operatorName('情報政策課', nameless)).toBe('情報政策課');
  expect(operatorName('', nameless)).toBe(`uid ${process.getuid?.()}`);
});
