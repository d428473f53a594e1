/** `maru card NAME`: a card rendered with its sample, as it is sent to a platform. */
import { type Command, Option } from 'commander';
import type { Platform } from '../../chat/render/limits.js';
import { RENDERERS, sampleCard } from '../../chat/render/render.js';
import { CARD_VIEWS, type CardName } from '../../core/cards/card.js';
import type { CommandIo } from '../io.js';

const PLATFORMS = Object.keys(RENDERERS) as Platform[];

/** Adds `card` to the program. The output is JSON with and without `--json`: that is what a card is sent as. */
export function addCardCommand(program: Command, io: CommandIo): void {
  program
    .command('card')
    .description('カードを見本のデータで描く (render a card with its sample)')
    .argument('<name>', Object.keys(CARD_VIEWS).join(', '))
    .addOption(new Option('--platform <name>', '描く先。省略するとすべて').choices(PLATFORMS))
    .option('--json', 'JSON で出力する (指定しなくても JSON です)')
    .action((name: string, { platform }: { platform?: Platform }) => {
      if (!Object.hasOwn(CARD_VIEWS, name)) {
        io.fail(
          `「${name}」というカードはありません。${Object.keys(CARD_VIEWS).join('、')} から選んでください。`,
        );
        return;
      }
      const card = sampleCard(name as CardName);
      const shown = platform
        ? RENDERERS[platform](card)
        : Object.fromEntries(PLATFORMS.map((each) => [each, RENDERERS[each](card)]));
      io.out(`${JSON.stringify(shown, null, 2)}\n`);
    });
}
