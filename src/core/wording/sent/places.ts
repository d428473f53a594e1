/** A cell of a list as messages name it, 「名簿.xlsx 職員 3行目「氏名」（D3）」, in both languages. */
import type { Words } from '../../text/language.js';

const LINE = '行目';

/** The place as it stands, and with its row in English. */
function placeWords(where: string): Words {
  const end = where.lastIndexOf(LINE);
  const begin = where.lastIndexOf(' ', end);
  if (end < 0 || begin < 0) return { ja: where, en: where };
  const rest = where
    .slice(end + LINE.length)
    .replace('（', ' (')
    .replace('）', ')');
  return { ja: where, en: `${where.slice(0, begin)}, row ${where.slice(begin + 1, end)} ${rest}`.trimEnd() };
}

/** What is wrong or unclear there. */
export function saidAt(where: string, ja: string, en: string): Words {
  const place = placeWords(where);
  return { ja: `${place.ja}: ${ja}`, en: `${place.en}: ${en}` };
}
