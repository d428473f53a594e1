/** Which way indicators count, as people have said it: nothing on a sheet says so but its words. */
import { foldLabel } from '../text/fold.js';
import type { Words } from '../text/language.js';
import { nfkc } from '../text/normal-form.js';
import type { SheetDifference } from './compare-sheets.js';
import type { Numbering } from './ids.js';
import type { Sheet } from './sheet.js';

/** More is better, fewer is better, or neither: a state to reach or to keep. */
export type Direction = 'higher' | 'lower' | 'neither';

export const DIRECTIONS: readonly Direction[] = ['higher', 'lower', 'neither'];

export const DIRECTION_WORDS: Readonly<Record<Direction, Words>> = {
  higher: { ja: '多いほどよい', en: 'More is better' },
  lower: { ja: '少ないほどよい', en: 'Fewer is better' },
  neither: { ja: 'どちらでもない（保つ）', en: 'Neither: to be kept' },
};

/** Where a direction comes from: a person, the target's comparator, words that leave no doubt, or nowhere. */
export type DirectionSource = 'person' | 'comparator' | 'words' | 'nowhere';

/** An indicator in the list in which the directions of a whole file are decided. */
export type DirectionRow = {
  /** 組織名(準部・課・機関名) as printed */
  readonly organization: string;
  readonly no: string;
  readonly name: string;
  readonly target: string;
  /** null: nobody knows yet */
  readonly direction: Direction | null;
  readonly from: DirectionSource;
  /** the proposal; null: there is none */
  readonly likely: Direction | null;
  /** what has been decided since the list was made */
  readonly chosen?: Direction;
};

/** The list of a file that was sent, kept beside it; `seen`: what its preview showed. */
export type DirectionList = { readonly seen: string; readonly rows: readonly DirectionRow[] };

/** What people have said, by the id of the indicator. Of one that is missing nothing has been said. */
export type SaidDirections = Readonly<Record<string, Direction>>;

/** Who has said it, by the id of the indicator: a person's id and their post of that day. Of what an import said, nothing. */
export type DirectionSayers = Readonly<Record<string, { readonly person: string; readonly post: string }>>;

const SPELLINGS: readonly (readonly [RegExp, Direction])[] = [
  [
    /^(?:lower|less|fewer|down|(?:less|fewer|lower)isbetter|true|yes|1|はい|低い|低い?(?:ほど|方が|ほうが)(?:良|よ)い|少ない|少ない?(?:ほど|方が|ほうが)(?:良|よ)い|少|下|減|減らす|↓)$/,
    'lower',
  ],
  [
    /^(?:higher|more|up|(?:more|higher)isbetter|高い|高い?(?:ほど|方が|ほうが)(?:良|よ)い|多い|多い?(?:ほど|方が|ほうが)(?:良|よ)い|多|上|増|増やす|↑)$/,
    'higher',
  ],
  [/^(?:neither|keep|保つ|維持|どちらでもない|どちらでもない\(保つ\)|→)$/, 'neither'],
];

/** A direction as it is written in a cell (多い, 少ないほどよい, higher …); null for anything else. */
export function readDirection(text: string): Direction | null {
  const bare = nfkc(text).replace(/\s/gu, '').toLowerCase();
  return SPELLINGS.find(([words]) => words.test(bare))?.[1] ?? null;
}

/**
 * What is known of a sheet's indicators. `lower` is what an earlier version of the program keeps (ids of those of which
 * fewer is better) and writes still where it runs beside this one, so it counts first.
 */
export function saidDirections(lower: readonly string[], kept: SaidDirections | null): SaidDirections {
  const others = Object.entries(kept ?? {}).filter(([, direction]) => direction !== 'lower');
  return Object.fromEntries([...others, ...lower.map((id) => [id, 'lower'] as const)]);
}

/** The ids of those of which fewer is better. */
export const lowerOf = (said: SaidDirections): string[] =>
  Object.entries(said).flatMap(([id, direction]) => (direction === 'lower' ? [id] : []));

/**
 * What was said of last year's indicators, or who said it, for those of this year's sheet that are named alike; where two of one name
 * count differently, nothing.
 */
export function keptFromLastYear<Kept>(
  sheet: Sheet,
  numbering: Numbering,
  last: {
    readonly sheet: Sheet;
    readonly numbering: Numbering;
    readonly said: Readonly<Record<string, Kept>>;
  },
): Readonly<Record<string, Kept>> {
  const byName = new Map<string, Kept | null>();
  for (const { id, name } of indicatorsOf(last.sheet, last.numbering)) {
    const said = last.said[id];
    if (said === undefined) continue;
    const known = byName.get(foldLabel(name));
    const same = known === undefined || JSON.stringify(known) === JSON.stringify(said);
    byName.set(foldLabel(name), same ? said : null);
  }
  return Object.fromEntries(
    indicatorsOf(sheet, numbering).flatMap(({ id, name }) => {
      const said = byName.get(foldLabel(name));
      return said ? [[id, said]] : [];
    }),
  );
}

function indicatorsOf(sheet: Sheet, numbering: Numbering) {
  return sheet.goals.flatMap((goal, at) =>
    goal.indicators.map(({ name }, place) => ({
      id: numbering[at]!.indicatorIds[place]!,
      goal: goal.no,
      name,
    })),
  );
}

/** What a difference between sheets calls it. */
export const DIRECTION_FIELD = '向き';

/** Indicators whose direction is said anew, before and after by the id of the indicator. */
export function directionChanges(
  sheet: Sheet,
  numbering: Numbering,
  before: SaidDirections,
  after: SaidDirections,
): SheetDifference[] {
  return indicatorsOf(sheet, numbering).flatMap(({ id, goal, name }): SheetDifference[] => {
    const [was, now] = [before[id], after[id]];
    if (was === now || now === undefined) return [];
    const words = DIRECTION_WORDS[now];
    return [
      {
        kind: 'indicator',
        goal,
        indicator: name,
        field: DIRECTION_FIELD,
        before: was === undefined ? '' : DIRECTION_WORDS[was].ja,
        after: words.ja,
        message: {
          ja: `No.${goal}「${name}」は、${words.ja}指標として扱います。`,
          en: `No.${goal} “${name}”: ${words.en.toLowerCase()}.`,
        },
      },
    ];
  });
}
