/** Dividing a card that is too long for one message into numbered pages, at the borders of its parts. */
import type { Card } from '../../core/cards/card.js';

/** A card as its parts, and the card that shows only some of them. */
type Book = {
  readonly parts: number;
  /** The card with the parts `from` up to `to`; what stands before all parts on the first page, what follows on the last. */
  readonly page: (from: number, to: number, mark: string) => Card;
};

/** Stands for the longest mark while it is not known how many pages there will be. */
const ANY_MARK = '（99/99）';

/**
 * The card itself when it fits; else as few pages as hold all its parts. A part that fits on no page gets one of its
 * own, and is shortened when it is rendered.
 */
export function divide(card: Card, fits: (card: Card) => boolean): Card[] {
  if (fits(card)) return [card];
  const { parts, page } = bookOf(card);
  const borders = [0];
  for (let end = 1; end <= parts; end += 1) {
    const start = borders.at(-1)!;
    if (end - start > 1 && !fits(page(start, end, ANY_MARK))) borders.push(end - 1);
  }
  const pages = borders.length;
  if (pages < 2) return [card];
  return borders.map((start, i) => page(start, borders[i + 1] ?? parts, mark(i + 1, pages, card.language)));
}

function mark(page: number, of: number, language: Card['language']): string {
  return language === 'ja' ? `（${page}/${of}）` : ` (${page}/${of})`;
}

function bookOf(card: Card): Book {
  switch (card.name) {
    case 'tasks': {
      const { view } = card;
      const { items } = view;
      return book(items.length, (some, first, last, mark) => ({
        ...card,
        view: {
          title: view.title + mark,
          lines: first ? view.lines : [],
          items: items.filter(some()),
          buttons: last ? view.buttons : [],
        },
      }));
    }
    case 'board': {
      const { view } = card;
      return book(view.items.length, (some, first, last, mark) => ({
        ...card,
        view: {
          title: view.title + mark,
          bar: first ? view.bar : '',
          lines: first ? view.lines : [],
          ...(first && view.picture ? { picture: view.picture } : {}),
          items: view.items.filter(some()),
          buttons: last ? view.buttons : [],
        },
      }));
    }
    case 'summary': {
      const { view } = card;
      return book(view.items.length, (some, first, last, mark) => ({
        ...card,
        view: {
          ...view,
          title: view.title + mark,
          ...(first ? {} : { subtitle: '', counts: '', bar: '', ratings: '' }),
          items: view.items.filter(some()),
          footer: last ? view.footer : '',
        },
      }));
    }
    case 'review': {
      const { view } = card;
      const { rows, checks } = view;
      return book(rows.length + 1 + checks.length, (some, first, last, mark) => ({
        ...card,
        view: {
          ...view,
          heading: view.heading + mark,
          problems: first ? view.problems : [],
          rows: rows.filter(some()),
          ...(some(rows.length)(view.policy, 0) ? {} : { policy: '', policyEdits: [] }),
          ...checksOn(view, checks.filter(some(rows.length + 1))),
          ...(last ? {} : { prompt: '', buttons: [] }),
        },
      }));
    }
    case 'approval': {
      const { view } = card;
      const { changes, rows, checks } = view;
      const before = changes.length + rows.length;
      return book(before + 1 + checks.length, (some, first, last, mark) => {
        const shown = changes.filter(some());
        return {
          ...card,
          view: {
            ...view,
            heading: view.heading + mark,
            ...(first ? {} : { state: '', writer: '' }),
            changes: shown,
            changesLabel: first || shown.length > 0 ? view.changesLabel : '',
            rows: rows.filter(some(changes.length)),
            ...(some(before)(view.policy, 0) ? {} : { policy: '' }),
            ...checksOn(view, checks.filter(some(before + 1))),
            ...(last ? {} : { buttons: [] }),
          },
        };
      });
    }
    case 'message': {
      const { view } = card;
      const { lines, buttons } = view;
      return book(lines.length + buttons.length, (some, first, _last, mark) => ({
        ...card,
        view: {
          ...(first && view.picture ? { picture: view.picture } : {}),
          title: view.title + mark,
          lines: lines.filter(some()),
          buttons: buttons.filter(some(lines.length)),
        },
      }));
    }
    case 'form': {
      const { view } = card;
      return book(view.groups.length, (some, first, _last, mark) => ({
        ...card,
        view: {
          ...view,
          intro: first ? [...view.intro, mark] : [mark],
          groups: view.groups.filter(some()),
        },
      }));
    }
    case 'question':
      return { parts: 1, page: () => card };
    default:
      return card satisfies never;
  }
}

/** Some of the checks, under their heading where the first of them stands. */
function checksOn<Check>(
  { checks }: { readonly checks: readonly Check[] },
  shown: Check[],
): { checks: Check[]; checksTitle?: ''; checksLine?: '' } {
  return shown[0] === checks[0] ? { checks: shown } : { checks: shown, checksTitle: '', checksLine: '' };
}

/** `some(offset)` tells, for a list whose first item is part number `offset`, which items stand on the page. */
function book(
  parts: number,
  build: (
    some: (offset?: number) => (item: unknown, place: number) => boolean,
    first: boolean,
    last: boolean,
    mark: string,
  ) => Card,
): Book {
  return {
    parts,
    page: (from, to, mark) =>
      build(
        (offset = 0) =>
          (_item, place) =>
            place + offset >= from && place + offset < to,
        from === 0,
        to === parts,
        mark,
      ),
  };
}
