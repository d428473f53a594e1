/** The words about sections that merge, are divided or are renamed, before and when it is entered. */
import type { ReorganisationStep } from '../../organization/succession/reorganise.js';
import type { Words } from '../../text/language.js';

const listJa = (names: readonly string[]) => names.map((one) => `「${one}」`).join('');
const listEn = (names: readonly string[]) => names.map((one) => `“${one}”`).join(', ');

const words = {
  summary: (renamed: number, merged: number, split: number): Words => ({
    ja: `改称 ${renamed}・統合 ${merged}・分割 ${split}`,
    en: `renamed ${renamed}, merged ${merged}, divided ${split}`,
  }),
  goesOn: {
    ja: 'これまでの目標と報告は、新しい課から検索・推移・前年度の回答として見られます。途中の報告と下書きは、新しい課の役職の人に引き継がれます。公表したシートは変わりません。',
    en: 'Goals and reports of before are found from the new section: in the search, the trends and as last year’s answers. What is still open passes to who holds the posts of the new section. What was published does not change.',
  } satisfies Words,
  nobodyYet: (names: readonly string[]): Words => ({
    ja: `${listJa(names)}には、まだだれも役職に就いていません。新しい名簿を取り込むまで、途中の報告はいまの担当者のもとに残ります。`,
    en: `Nobody holds a post in ${listEn(names)} yet. Until the new roster is entered, what is open stays with those who have it now.`,
  }),
  channelTaken: (name: string, from: string): Words => ({
    ja: `「${name}」のチャンネルは、「${from}」のものを引き継ぎます。`,
    en: `“${name}” takes the channel of “${from}”.`,
  }),
};

/** What is told above the lines, before and after it is entered. `empty`: new sections in which nobody holds a post yet. */
export function reorganisationSummary(
  steps: readonly ReorganisationStep[],
  of: {
    readonly channels: readonly { readonly name: string; readonly from: string }[];
    readonly empty: readonly string[];
  },
): Words[] {
  const count = (is: (one: ReorganisationStep) => boolean) => steps.filter(is).length;
  return [
    words.summary(
      count(({ kind }) => kind === 'rename'),
      count((one) => one.kind === 'succeed' && one.how === 'merge'),
      count((one) => one.kind === 'succeed' && one.how === 'split'),
    ),
    words.goesOn,
    ...of.channels.map(({ name, from }) => words.channelTaken(name, from)),
    ...(of.empty.length > 0 ? [words.nobodyYet(of.empty)] : []),
  ];
}
