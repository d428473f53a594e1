/** What an import of a roster asks before it enters anything: each with its row and cell, and how it is answered. */
import { formatEraDate } from '../../calendar/japanese-dates.js';
import { isMark } from '../../organization/erasure.js';
import type { RosterDifference } from '../../organization/roster.js';
import type { RosterPlaces } from '../../organization/roster-read.js';
import type { Words } from '../../text/language.js';
import { saidAt } from './places.js';

type RosterQuestion = {
  /** 「名簿.csv 3行目「開始日」: …」 */
  readonly question: string;
  readonly words: Words;
  /** `fill`: only the file answers it; `past`, `near`, `taken` and `erased`: whoever agrees does (`--yes`) */
  readonly kind: keyof typeof ANSWERS;
};

const ANSWERS = {
  near: '同じ課なら、名前を直すか、組織の表の「別名」（部の名前だけが違うなら「部の別名」）に書いてください。新しい課でよければ、--yes を付けてもう一度実行してください。',
  fill: '名簿の見出しに「代決開始」「代決終了」の列を足し、代決の日はそこに書いてください。開始日・終了日は、その人の役職の日になります。',
  taken:
    '課を統合・改称するときは、別名ではなく、組織の再編の表（maru year reorganise）で取り込みます。別名でよければ、--yes を付けてもう一度実行してください。',
  past: '書いたとおり過ぎた日からでよければ、--yes を付けてもう一度実行してください。違えば日付を直してください。開始日を空にすると、取り込む日（--from を付けたときはその日）からになります。',
  erased:
    '新しい職員の番号なら、--yes を付けてもう一度実行してください。消去した方と同じ方なら、名前とアドレスがまた記録に残ります。それでよいか確かめてください。',
} as const;

/** The same, to who answers with a button. */
export const ANSWERS_IN_CHAT: Readonly<Record<RosterQuestion['kind'], Words>> = {
  near: {
    ja: '同じ課なら取り込まずに、名前を直すか、組織の表の「別名」（部の名前だけが違うなら「部の別名」）に書いて送り直してください。',
    en: 'If it is the same section, do not enter this: correct the name, or write it as an alias (別名, 部の別名) in the sections list, and send it again.',
  },
  fill: {
    ja: '名簿の見出しに「代決開始」「代決終了」の列を足し、代決の日はそこに書いて送り直してください。',
    en: 'Add the columns 代決開始 and 代決終了, write the days of the deputy there, and send it again.',
  },
  taken: {
    ja: '課を統合・改称するときは、別名ではなく、組織の再編の表（旧課,新部,新課,施行日,種別,目標）を送ってください。',
    en: 'Sections that merge or are renamed are entered from a list of their own (旧課,新部,新課,施行日,種別,目標), not as an alias.',
  },
  past: {
    ja: '違えば取り込まずに、日付を直して送り直してください。開始日を空にすると、取り込む日からになります。',
    en: 'If it is not meant so, do not enter this: correct the day and send it again. A blank 開始日 is the day it is entered.',
  },
  erased: {
    ja: '新しい職員の番号なら、このまま取り込めます。消去した方と同じ方なら、名前とアドレスがまた記録に残ります。それでよいか確かめてください。',
    en: 'If the number is a new member’s, it can be entered. If it is the person who was erased, name and address stand in the record again: make sure that this is meant.',
  },
};

/** The questions of a roster as read (`unclear`) and as it would change the record, seen from today (ISO date). */
export function questionsOf(
  unclear: readonly Words[],
  differences: readonly RosterDifference[],
  places: RosterPlaces,
  today: string,
): RosterQuestion[] {
  const asked = (kind: RosterQuestion['kind'], words: Words): RosterQuestion => ({
    question: words.ja,
    words,
    kind,
  });
  return [
    ...unclear.map((words) => asked('fill', words)),
    ...differences.flatMap((one): RosterQuestion[] => {
      const { what, id, name, listed, near, person = '', before, after } = one;
      if (what === 'person' && typeof before?.name === 'string' && isMark(before.name))
        return [
          asked('erased', {
            ja: `消去した職員番号がもう一度使われています：${id}（${name}）。`,
            en: `The number ${id} (${name}) is that of somebody who was erased.`,
          }),
        ];
      if (what === 'section' && listed !== undefined && near !== undefined) {
        const whole = `${near.includes(' ') ? `${after?.department} ` : ''}${name}`;
        const onlyDepartment = near.endsWith(` ${name}`);
        return [
          asked(
            'near',
            saidAt(
              places.sections[listed]!,
              `「${whole}」は、いまある「${near}」と${onlyDepartment ? '部だけが違います' : 'ほとんど同じ名前です'}。`,
              `“${whole}” ${onlyDepartment ? 'differs from' : 'is nearly named like'} “${near}”, which is known${onlyDepartment ? ', in its department alone' : ''}.`,
            ),
          ),
        ];
      }
      if (what === 'alias' && listed !== undefined && before !== null)
        return [
          asked(
            'taken',
            saidAt(
              places.sections[listed]!,
              `「${before.section}」は、いまある課です。「${name}」の別名にすると、その名前のシートと名簿は、これから「${name}」のものになります。いままでのシートと報告は「${before.section}」に残ります。`,
              `“${before.section}” is a section. As an alias of “${name}”, sheets and rosters of that name are those of “${name}” from now on; what was reported stays.`,
            ),
          ),
        ];
      if ((what !== 'holding' && what !== 'deputy') || listed === undefined || after === null) return [];
      const place = (what === 'holding' ? places.holdings : places.deputies)[listed]!;
      const began = what === 'holding' && place.shared ? sameHolder(one, differences) : null;
      if (began !== null)
        return [
          asked(
            'fill',
            saidAt(
              place.from,
              `${person}さんは${dayOf(began)}から${name}です。${dayOf(after.from)}が、その役職の始まりか代決の始まりか分かりません。`,
              `${person} is ${name} since ${began}. It is not clear whether that post or the deputy begins on ${String(after.from)}.`,
            ),
          ),
        ];
      const past = (['from', 'until'] as const).filter((day) => {
        const said = after[day];
        return typeof said === 'string' && said < today && said !== before?.[day];
      });
      return past.map((day) =>
        asked(
          'past',
          saidAt(
            place[day],
            `${name}${what === 'deputy' ? 'の代決' : ''}、${person}さんの${day === 'from' ? '始まり' : '終わり'}（${dayOf(after[day])}）は過ぎた日です。`,
            `${person}, ${name}${what === 'deputy' ? ' (deputy)' : ''}: the ${day === 'from' ? 'first' : 'last'} day (${String(after[day])}) is past.`,
          ),
        ),
      );
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
