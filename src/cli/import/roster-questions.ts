/** What an import of a roster asks before it enters anything: each with its row and cell, and how it is answered. */
import { formatEraDate } from '../../core/calendar/japanese-dates.js';
import type { RosterDifference } from '../../core/organization/roster.js';
import type { RosterPlaces } from '../../workbook/roster/roster-file.js';

export type RosterQuestion = {
  /** 「名簿.csv 3行目「開始日」: …」 */
  readonly question: string;
  /** `fill`: only the file answers it; `past`, `near` and `taken`: `--yes` does */
  readonly kind: keyof typeof ANSWERS;
};

const ANSWERS = {
  near: '同じ課なら、名前を直すか、組織の表の「別名」（部の名前だけが違うなら「部の別名」）に書いてください。新しい課でよければ、--yes を付けてもう一度実行してください。',
  fill: '名簿の見出しに「代決開始」「代決終了」の列を足し、代決の日はそこに書いてください。開始日・終了日は、その人の役職の日になります。',
  taken:
    '課を統合するときは、新しい年度のシートと名簿に新しい課を書くだけで足ります（前の課の報告は前の課に残ります）。別名でよければ、--yes を付けてもう一度実行してください。',
  past: '書いたとおり過ぎた日からでよければ、--yes を付けてもう一度実行してください。違えば日付を直してください。開始日を空にすると、取り込む日（--from を付けたときはその日）からになります。',
} as const;

/** The questions of a roster as read (`unclear`: sentences) and as it would change the record, seen from today (ISO date). */
export function questionsOf(
  unclear: readonly string[],
  differences: readonly RosterDifference[],
  places: RosterPlaces,
  today: string,
): RosterQuestion[] {
  return [
    ...unclear.map((question) => ({ question, kind: 'fill' as const })),
    ...differences.flatMap((one): RosterQuestion[] => {
      const { what, listed, near, person = '', before, after } = one;
      if (what === 'section' && listed !== undefined && near !== undefined)
        return [
          {
            question: `${places.sections[listed]}: 「${near.includes(' ') ? `${after?.department} ` : ''}${one.name}」は、いまある「${near}」と${near.endsWith(` ${one.name}`) ? '部だけが違います' : 'ほとんど同じ名前です'}。`,
            kind: 'near',
          },
        ];
      if (what === 'alias' && listed !== undefined && before !== null)
        return [
          {
            question: `${places.sections[listed]}: 「${before.section}」は、いまある課です。「${one.name}」の別名にすると、その名前のシートと名簿は、これから「${one.name}」のものになります。いままでのシートと報告は「${before.section}」に残ります。`,
            kind: 'taken',
          },
        ];
      if ((what !== 'holding' && what !== 'deputy') || listed === undefined || after === null) return [];
      const place = (what === 'holding' ? places.holdings : places.deputies)[listed]!;
      const began = what === 'holding' && place.shared ? sameHolder(one, differences) : null;
      if (began !== null)
        return [
          {
            question: `${place.from}: ${person}さんは${dayOf(began)}から${one.name}です。${dayOf(after.from)}が、その役職の始まりか代決の始まりか分かりません。`,
            kind: 'fill',
          },
        ];
      const past = (['from', 'until'] as const).filter((day) => {
        const said = after[day];
        return typeof said === 'string' && said < today && said !== before?.[day];
      });
      return past.map((day) => ({
        question: `${place[day]}: ${one.name}${what === 'deputy' ? 'の代決' : ''}、${person}さんの${day === 'from' ? '始まり' : '終わり'}（${dayOf(after[day])}）は過ぎた日です。`,
        kind: 'past',
      }));
    }),
  ];
}

/** The questions, one a line, and under them how they are answered. */
export function questionLines(questions: readonly RosterQuestion[]): string[] {
  const kinds = [...new Set(questions.map(({ kind }) => kind))];
  return [...questions.map(({ question }) => question), ...kinds.map((kind) => `→ ${ANSWERS[kind]}`)];
}

/** The day since which the same person has the post that begins anew by this; null when it is nobody's beginning again. */
function sameHolder(
  { id, before, after }: RosterDifference,
  all: readonly RosterDifference[],
): string | null {
  if (before !== null) return null;
  const holder = holderOf(id);
  const was = all.find(
    (other) => other.what === 'holding' && other.listed === undefined && holderOf(other.id) === holder,
  );
  const from = was?.before?.from;
  return typeof from === 'string' && from < String(after?.from) ? from : null;
}

/** The id of a term is post, person and first day. */
const holderOf = (id: string): string => id.split(' ').slice(0, 2).join(' ');

const dayOf = (day: unknown): string => formatEraDate(String(day), 'kanji');
