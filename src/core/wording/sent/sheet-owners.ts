/** What is said of the column 担当 of a sheet that is taken in. */
import type { Words } from '../../text/language.js';

/** A goal has its owner. */
export const ownerSetWords = (no: string, name: string): Words => ({
  ja: `No.${no} 担当: なし → ${name}`,
  en: `No.${no} owner: none → ${name}`,
});

/** Whoever it is was said before, by somebody or by the roster: that holds. */
export const ownerStaysWords = (no: string, said: string, name: string): Words => ({
  ja: `No.${no} の担当は${name}のままです（シートでは「${said}」）。替えるときは「${no}番 担当 氏名」と送ってください。`,
  en: `No.${no} stays with ${name} (the sheet says “${said}”). To change it, send “owner ${no} name”.`,
});

/** Nobody is meant for certain. `near`: who may be. */
export const ownerUnclearWords = (no: string, said: string, near: readonly string[]): Words => ({
  ja: `No.${no} の担当「${said}」は、その課で報告する方のだれか決められないため、設定しません。${near.length === 0 ? '名簿にその課の方がいません。' : `近い名前は${near.map((name) => `「${name}」`).join('')}です。`}`,
  en: `No.${no}: who reports for the section and is meant by “${said}” is not clear, so no owner is set. ${near.length === 0 ? 'The roster has nobody of that section.' : `Nearest: ${near.join(', ')}.`}`,
});
