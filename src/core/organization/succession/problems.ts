/** What may be wrong with a row that says what became of a section, in both languages. */
import type { Words } from '../../text/language.js';

const listJa = (names: readonly string[]) => names.map((one) => `「${one}」`).join('');
const listEn = (names: readonly string[]) => names.map((one) => `“${one}”`).join(', ');

export const reorganisationProblems = {
  at: (file: string, line: number, column: string, { ja, en }: Words): Words => ({
    ja: `${file} ${line}行め「${column}」: ${ja}`,
    en: `${file}, row ${line} 「${column}」: ${en}`,
  }),
  empty: (file: string): Words => ({
    ja: `${file}: 見出しの下に行がありません。`,
    en: `${file}: there is no row below the headings.`,
  }),
  unknown: (said: string, near: readonly string[]): Words => ({
    ja: `「${said}」という課は記録にありません。${near.length > 0 ? `近い名前は${listJa(near)}です。` : ''}`,
    en: `there is no section “${said}”.${near.length > 0 ? ` The nearest are ${listEn(near)}.` : ''}`,
  }),
  several: (said: string, names: readonly string[]): Words => ({
    ja: `「${said}」という課がいくつかあります。部の名前も付けてください（${listJa(names)}）。`,
    en: `several sections are called “${said}”; add the department (${listEn(names)}).`,
  }),
  twoWays: (name: string): Words => ({
    ja: `「${name}」の行の種別と施行日は、みな同じにしてください。`,
    en: `all rows of “${name}” need the same 種別 and 施行日.`,
  }),
  twice: (name: string): Words => ({
    ja: `「${name}」の行が2つあります。2つの課になるときは、種別を「分割」にしてください。`,
    en: `“${name}” stands twice; if it becomes two sections, write 分割.`,
  }),
  alreadyEnded: (name: string): Words => ({
    ja: `「${name}」は、すでにほかの課になっています。いまの課の名前を書いてください。`,
    en: `“${name}” has become another section already; write the present one.`,
  }),
  nameTaken: (name: string): Words => ({
    ja: `「${name}」は、いまある課です。その課といっしょになるのなら、種別を「統合」にしてください。`,
    en: `there is a section “${name}”; if both become one, write 統合.`,
  }),
  onlyOne: (name: string): Words => ({
    ja: `「${name}」になる課が1つだけです。名前が変わるだけなら、種別を「改称」にしてください。`,
    en: `only one section becomes “${name}”; if only its name changes, write 改称.`,
  }),
  whichDepartment: (name: string): Words => ({
    ja: `「${name}」の部が行によって違います。「新部」の列に部の名前を書いてください。`,
    en: `the rows put “${name}” into different departments; write it into 新部.`,
  }),
  onlyInto: (name: string): Words => ({
    ja: `「${name}」から分かれる課が1つだけです。分かれたあとの課を、1行に1つ、すべて書いてください（元の課が残るときは、元の課の行も）。`,
    en: `“${name}” becomes one section only; write all that come of it, one a row (also itself where it stays).`,
  }),
  dividedBefore: (name: string, next: string): Words => ({
    ja: `「${name}」の目標は、前の分割で「${next}」に移っています。同じ課への2度目の分割は、記録できません。`,
    en: `goals of “${name}” went to “${next}” in an earlier division; a second one into the same section cannot be kept.`,
  }),
  noSuchGoal: (name: string, nos: readonly string[], there: readonly string[]): Words => ({
    ja: `「${name}」のシートに、No.${nos.join('、')}の目標はありません（あるのは No.${there.join('、')}）。`,
    en: `the sheet of “${name}” has no goal No.${nos.join(', ')} (it has No.${there.join(', ')}).`,
  }),
  goalTwice: (nos: readonly string[]): Words => ({
    ja: `No.${nos.join('、')}の目標が2つの課にあります。`,
    en: `goal No.${nos.join(', ')} is given to two sections.`,
  }),
  goalsLeft: (name: string, nos: readonly string[]): Words => ({
    ja: `「${name}」の No.${nos.join('、')}の目標が、どの課に移るか書いてありません。`,
    en: `it is not said where goal No.${nos.join(', ')} of “${name}” goes.`,
  }),
  notYet: (day: string, iso: string): Words => ({
    ja: `施行日（${day}）はまだ来ていません。その日になってから取り込んでください。いまは内容を確かめるだけです。`,
    en: `The day (${iso}) is still to come. Enter it from that day on; until then it is only shown.`,
  }),
};
