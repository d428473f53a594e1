/** What is open, listed at the command line and asked about before something is published or closed. */
import type { LooseEnd } from '../../core/report/loose-ends.js';
import type { CommandIo } from '../io.js';
import { Mistake } from '../mistake.js';

const WORDS: Readonly<Record<LooseEnd['kind'], string>> = {
  correction: '承認後の修正中',
  waiting: '承認待ち',
  unreported: '未提出・差戻し',
  unlinked: 'チャンネルと連携していない課',
  doubtful: '届いたか分からないお知らせ',
};
/** Sections on one line; more than that nobody reads at a question. */
const SHOWN = 20;

/** 「承認待ち：建設課 No.2、No.3」, a line a kind. */
export function looseEndLines(ends: readonly LooseEnd[]): string[] {
  return (Object.keys(WORDS) as LooseEnd['kind'][]).flatMap((kind) => {
    const found = ends.filter((one) => one.kind === kind);
    if (found.length === 0) return [];
    const named = found
      .slice(0, SHOWN)
      .map(({ section, goals }) =>
        [
          section || '課によらないもの',
          ...(goals.length > 0 ? [goals.map((no) => `No.${no}`).join('・')] : []),
        ].join(' '),
      );
    const more = found.length > SHOWN ? ` ほか${found.length - SHOWN}課` : '';
    return [`${WORDS[kind]}：${named.join('、')}${more}`];
  });
}

/** Lists what is open and asks; refuses where nobody answers yes. */
export async function askToPass(
  ends: readonly LooseEnd[],
  what: { readonly question: string; readonly refused: string },
  io: CommandIo,
): Promise<void> {
  const lines = looseEndLines(ends);
  if (!io.ask)
    throw new Mistake(
      [
        `${what.refused}まだ次のものが残っています。`,
        ...lines,
        'それでもよければ --yes を付けてください。',
      ].join('\n'),
    );
  io.err(`まだ次のものが残っています。\n${lines.map((line) => `${line}\n`).join('')}`);
  if (!(await io.ask(what.question))) throw new Mistake(what.refused);
}

/** What was passed over, said afterwards. */
export function passedOverLines(ends: readonly LooseEnd[]): string {
  return ends.length === 0 ? '' : ['次のものを残したままです。', ...looseEndLines(ends), ''].join('\n');
}
