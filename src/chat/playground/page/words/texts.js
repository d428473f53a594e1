/** What the page says in the language it was asked for in: index.html comes in it, and brings the English of the scripts. */

/** @type {Record<string, string>} */
const english = JSON.parse(document.getElementById('english')?.textContent ?? '{}');

export const isEnglish = document.documentElement.lang === 'en';

/** A text of the page. @param {string} japanese with {} where each of `values` stands @param {...(string | number)} values */
export function text(japanese, ...values) {
  let next = 0;
  return (english[japanese] ?? japanese).replaceAll('{}', () => String(values[next++]));
}
