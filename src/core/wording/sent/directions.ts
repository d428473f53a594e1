/** The words of the list in which the directions of a file that was sent are decided. */
import type { Misfit } from '../../rating/direction-list.js';
import type { Direction } from '../../sheet/direction.js';
import type { Language, Words } from '../../text/language.js';

const ja = {
  unknown: (count: number, proposed: number) =>
    `多いほどよいか、少ないほどよいかが分からない指標が${count}件あります（案あり${proposed}件${count > proposed ? `・案なし${count - proposed}件` : ''}）。`,
  more: (count: number) => `ほか${count}件`,
  row: (organization: string, no: string, name: string) => `${organization} No.${no} ${name}`,
  target: (target: string) => `目標 ${target}`,
  line: (row: string, target: string, proposal: string) => `${row} ${target}（${proposal}）`,
  way: { higher: '多いほどよい', lower: '少ないほどよい', neither: '保つ' } satisfies Record<
    Direction,
    string
  >,
  proposal: (way: string) => `案：${way}`,
  noProposal: '案なし',
  chosen: (way: string) => `決定：${way}`,
  wayLabel: (way: string, name: string) => `${name}は${way}`,
  howAsked: '決めないまま取り込むと、最初に報告する担当者に一度だけお聞きします。',
  title: (file: string) => `「${file}」の指標の向き`,
  counts: (count: number, waiting: number) => `${count}件のうち、決まっていないものは${waiting}件です。`,
  decided: (count: number) => `${count}件の向きを決めました。「取り込む」を押すと、記録に入ります。`,
  allDecided: 'すべて決まりました。',
  page: (page: number, of: number) => `${page}/${of}ページ`,
  open: (count: number) => `向きを決める（${count}件）`,
  asProposed: (count: number) => `案のとおりにする（${count}件）`,
  table: '表でもらう',
  next: '次のページ',
  previous: '前のページ',
  willDecide: (count: number) => `${count}件の指標の向きも決まります。`,
  imported: (count: number) => `${count}件の指標の向きを決めました。`,
  left: (count: number) =>
    `向きを決めていない指標が${count}件あります。最初に報告する担当者に、一度だけお聞きします。`,
  gone: 'この一覧のファイルは、もう取り込んだか、消えています。もう一度送ってください。',
  tableTitle: '指標の向きの表',
  tableComment:
    '「向き」の列を「多い」「少ない」「保つ」のどれかにして、このチャットへ送り返してください。空のままの行は、決めません。',
  tableFile: '指標の向き.csv',
  ofTable: (count: number, sheets: number) =>
    `指標の向きの表です。取り込み済みの${sheets}シートで、${count}件の向きが変わります。まだ変えていません。`,
  nothingNew: 'すべて記録と同じ向きです。取り込む必要はありません。',
  applied: (count: number) => `表のとおりに、${count}件の向きを決めました。`,
};

const en: typeof ja = {
  unknown: (count, proposed) =>
    `Of ${count === 1 ? '1 indicator' : `${count} indicators`} it is not known whether more or fewer is better (with a proposal: ${proposed}${count > proposed ? `, without: ${count - proposed}` : ''}).`,
  more: (count) => `${count} more`,
  row: (organization, no, name) => `${organization} No.${no} ${name}`,
  target: (target) => `target ${target}`,
  line: (row, target, proposal) => `${row}, ${target} (${proposal})`,
  way: { higher: 'More is better', lower: 'Fewer is better', neither: 'To be kept' },
  proposal: (way) => `Proposal: ${way}`,
  noProposal: 'No proposal',
  chosen: (way) => `Decided: ${way}`,
  wayLabel: (way, name) => `${name}: ${way}`,
  howAsked: 'What is left undecided is asked once, of whoever reports it first.',
  title: (file) => `Directions in “${file}”`,
  counts: (count, waiting) => `${waiting} of ${count} are not decided yet.`,
  decided: (count) =>
    `${count === 1 ? '1 direction is' : `${count} directions are`} decided. Press Enter to put them into the record.`,
  allDecided: 'All are decided.',
  page: (page, of) => `page ${page} of ${of}`,
  open: (count) => `Decide directions (${count})`,
  asProposed: (count) => `As proposed (${count})`,
  table: 'As a table',
  next: 'Next page',
  previous: 'Previous page',
  willDecide: (count) =>
    `${count === 1 ? 'The direction of 1 indicator' : `The directions of ${count} indicators`} will be decided with it.`,
  imported: (count) => `Directions decided: ${count}.`,
  left: (count) => `Not decided: ${count}. Whoever reports them first is asked once.`,
  gone: 'The file of this list has been entered, or is gone. Please send it again.',
  tableTitle: 'Directions of indicators',
  tableComment:
    'In the column 向き write 多い (more is better), 少ない (fewer) or 保つ (keep), and send it back here. A row left blank is not decided.',
  tableFile: ja.tableFile,
  ofTable: (count, sheets) =>
    `A table of directions: ${count} would change in ${sheets === 1 ? '1 sheet' : `${sheets} sheets`} of the record. Nothing is changed yet.`,
  nothingNew: 'The record has all of these directions already. There is nothing to enter.',
  applied: (count) =>
    `As in the table, ${count === 1 ? '1 direction is' : `${count} directions are`} decided.`,
};

export function directionWords(language: Language): typeof ja {
  return language === 'en' ? en : ja;
}

/** Why a row of a table that was sent is not taken. */
export function misfitWords({ row, why }: Misfit): Words {
  return why === 'unknown'
    ? {
        ja: `${row}行目の取組指標は、取り込んだシートにも、取り込みを待つシートにもありません。組織名と指標の名前は、表のまま変えずに送ってください。`,
        en: `Row ${row}: no sheet that is entered or waits to be has this indicator. Keep the names as they stand in the table.`,
      }
    : {
        ja: `${row}行目の取組指標の向きが、ほかの行と違います。どちらか一方にしてください。`,
        en: `Row ${row}: another row says another direction of this indicator. Keep one of them.`,
      };
}
