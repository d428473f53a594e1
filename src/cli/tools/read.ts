/** `maru read TEXT`: the quantities in a text. */
import type { Command } from 'commander';
import { printReading, readQuantity } from '../../core/quantity/index.js';
import type { CommandIo } from '../io.js';

/** Adds `read` to the program. An unreadable text is an answer, not an error. */
export function addReadCommand(program: Command, io: CommandIo): void {
  program
    .command('read')
    .description('目標や結果の文から数を読み取る (read the quantities in a text)')
    .argument('<text>', '目標または結果の文 (負の数は △10 と書く)')
    .option('--indicator <text>', '取組指標。最後の括弧を単位として読む')
    .option('--json', 'JSON で出力する')
    .action((text: string, options: { indicator?: string; json?: boolean }) => {
      const reading = readQuantity(
        text,
        options.indicator === undefined ? {} : { indicator: options.indicator },
      );
      const printed = printReading(reading, 'ja');
      if (options.json) {
        io.out(`${JSON.stringify({ text, ...reading, printed, printed_en: printReading(reading, 'en') })}\n`);
        return;
      }
      const lines = [printed === '' ? '数は読み取れませんでした。' : `「${printed}」と読みました。`];
      if (reading.notes.length > 0) lines.push(`注記: ${reading.notes.join('、')}`);
      if (reading.unread.length > 0) lines.push(`読み取れなかった文字: 「${reading.unread.join('」「')}」`);
      if (!reading.certain) lines.push('確かではないため、評価は人が選びます。');
      io.out(`${lines.join('\n')}\n`);
    });
}
