import { expect } from '@jest/globals';
import type { Shown } from './seat.js';

/** Reads cards as somebody does who looks at the chat again and again. */
export function reader() {
  const read = new Map<string, string>();
  return {
    /** Cards that are new, or say something else than when they were last read. */
    fresh: (cards: readonly Shown[]): Shown[] =>
      cards.filter(({ id, lines }) => {
        // The weekly digests have tests of their own.
        if (lines[0]?.startsWith('今週の状況')) return false;
        const text = lines.join('\n');
        const known = read.get(id) === text;
        read.set(id, text);
        return !known;
      }),
    /** Their lines. What is said is drawn too: no text stands only in what is read out. */
    told(cards: readonly Shown[]): string[][] {
      for (const { lines, drawn } of cards) {
        const seen = drawn.replace(/\\n|\s/gu, '');
        const texts = lines.filter((line) => !READ_OUT_ONLY.test(line)).join('\n');
        for (const [word] of texts.matchAll(/[\p{L}\p{N}]{2,}/gu)) expect(seen).toContain(word);
      }
      return cards.map(({ lines }) => lines.flatMap(asOnBoth));
    },
  };
}

/** Lines for who hears a card: buttons have short names where they stand, and a platform may draw something else. */
const READ_OUT_ONLY =
  /^(?:(?:ボタン|選択肢|入力欄)：|このままメッセージで回答してください。|「[^」]*：」に続けて書くと)/u;

/** One platform has the field of a question, and the button that sends it, in the card; the other takes a message. */
const asOnBoth = (line: string): string[] =>
  line.startsWith('入力欄：') ? [] : [line.trim().replace('ボタン：回答する、', 'ボタン：')];

/** Between two cards. */
const BETWEEN = '――';

/** Cards as a scenario writes them down. */
export function cardsOf(text: string): string[][] {
  return text.split(BETWEEN).map((card) =>
    card
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );
}
