/** 根拠資料 as it is shown: its list, the line of it on the card of a report, and what is asked before one is taken. */
import { formatInstant } from '../../calendar/format-instant.js';
import type { EvidenceDone } from '../../decision/evidence/evidence-command.js';
import type { EvidenceItem } from '../../evidence/evidence.js';
import type { MemoNamed } from '../../memo/memo.js';
import type { Task } from '../../report/task.js';
import type { SentFile } from '../../sheet/upload.js';
import type { Language } from '../../text/language.js';
import { shorten } from '../../text/shorten.js';
import { onOneLine } from '../../text/text.js';
import { goalName } from '../../wording/cards.js';
import { evidenceWords } from '../../wording/evidence/evidence.js';
import { encodeAction } from '../action.js';
import type { Button, Card } from '../card.js';
import { goalAmong, messageCard, plainButton } from '../message.js';

/** Of one message: three buttons each. */
export const EVIDENCE_ROWS = 6;
/** Named on the card of a report; the list has all of them. */
const NAMED = 3;
/** Longest text of a memo in a title, in UTF-16 units. */
const TEXT_LONGEST = 40;
/** Longest text of a memo on a button, in UTF-16 units. */
const MEMO_LONGEST = 16;
/** Goals to choose from; who has more begins the one that is meant first. */
const GOALS_OFFERED = 10;

/** 「根拠資料：名簿.pdf（1.2 MB）、ほか2件」 on the card of a report or a memo; '' where there is none. */
export function evidenceLine({ evidence = [] }: Pick<Task, 'evidence'>, language: Language): string {
  if (evidence.length === 0) return '';
  const words = evidenceWords(language);
  // What is to be published is never behind 「ほか」 while something else is named.
  const first = evidence.toSorted((a, b) => Number(isMarked(b)) - Number(isMarked(a)));
  const named = first
    .slice(0, NAMED)
    .map((item) => words.short(item.name, item.file?.size ?? null, isMarked(item)));
  const more = first.slice(NAMED);
  const others = more.length > 0 ? [words.others(more.length, more.filter(isMarked).length)] : [];
  return words.line([...named, ...others].join(words.between));
}

/** What goes public with an approval, short, in a line; none where nothing does. */
export function publicLines(pieces: readonly Pick<EvidenceItem, 'name'>[], language: Language): string[] {
  return pieces.length === 0 ? [] : [evidenceWords(language).goesPublic(pieces.map(({ name }) => name))];
}

const isMarked = ({ publicFrom }: Pick<EvidenceItem, 'publicFrom'>): boolean => publicFrom !== undefined;

/** The button that opens the list; none where there is nothing in it. */
export function evidenceButtons(task: Task, language: Language): Button[] {
  if (!task.evidence?.length) return [];
  const words = evidenceWords(language);
  const button = plainButton('evidence', words.see, encodeAction('evidence', task.id));
  return [{ ...button, label: `${words.see} ${goalName(task)}` }];
}

/** The list of a goal's evidence, a page of it, with what was just done. */
export function evidenceCard(shown: Extract<EvidenceDone, { kind: 'list' }>, language: Language): Card {
  const words = evidenceWords(language);
  const { items, did, removable, markable } = shown;
  const of = 'memo' in shown ? shown.memo : shown.task;
  const goal = 'memo' in shown ? words.memo(textOf(shown)) : words.goal(shown.section, shown.goalNo);
  const done = did === null ? [] : [words[did.what](did.name)];
  if (items.length === 0) {
    const how = 'memo' in shown ? words.noneOfMemo : words.noneLine;
    return messageCard(language, words.none(goal), [...done, how]);
  }
  const pages = Math.ceil(items.length / EVIDENCE_ROWS);
  const page = Math.min(shown.page, pages - 1);
  const first = page * EVIDENCE_ROWS;
  const some = items.slice(first, first + EVIDENCE_ROWS);
  return messageCard(
    language,
    words.title(goal, items.length),
    [...done, ...some.flatMap((item, at) => rowOf(item, first + at + 1, language))],
    [
      ...some.flatMap((item, at): Button[] => {
        const { id, name, file } = item;
        const no = first + at + 1;
        const give = plainButton(`give-${no}`, words.give(no), encodeAction('give_evidence', id));
        const remove = plainButton(
          `remove-${no}`,
          words.remove(no),
          encodeAction('remove_evidence', id, 0, name),
        );
        const mark = isMarked(item)
          ? {
              ...plainButton(`unmark-${no}`, words.unmark(no), encodeAction('unmark_evidence', id)),
              label: `${words.unmark(no)} ${name}`,
            }
          : {
              ...plainButton(`mark-${no}`, words.mark(no), encodeAction('mark_evidence', id, 0, name)),
              label: `${words.mark(no)} ${name}`,
            };
        return [
          ...(file ? [{ ...give, label: `${words.give(no)} ${name}` }] : []),
          ...(removable.includes(id) ? [{ ...remove, label: `${words.remove(no)} ${name}` }] : []),
          ...(markable ? [mark] : []),
        ];
      }),
      ...(page + 1 < pages ? [plainButton('more', words.more, encodeAction('evidence', of, page + 1))] : []),
    ],
  );
}

type OfMemo = Extract<EvidenceDone, { kind: 'list'; memo: string }>;
const textOf = ({ text }: OfMemo): string => shorten(onOneLine(text), TEXT_LONGEST);

/** A file that was sent together with a memo stands with it. */
export function addedToMemoCard(shown: OfMemo, name: string, language: Language): Card {
  const words = evidenceWords(language);
  const open = plainButton('evidence', words.see, encodeAction('evidence', shown.memo));
  const text = textOf(shown);
  return messageCard(
    language,
    words.addedToMemo(name),
    [words.memo(text), words.memoLine],
    [{ ...open, label: `${words.see} ${text}` }],
  );
}

function rowOf(item: EvidenceItem, no: number, language: Language): string[] {
  const { name, file, link, by, unreached } = item;
  const words = evidenceWords(language);
  const at = formatInstant(by.at)[language];
  const marked = isMarked(item) ? [words.isMarked] : [];
  if (file) return [words.file(no, name, file.size, by.name, at), ...marked];
  return [
    words.link(no, name, by.name, at),
    ...(link ? [link] : []),
    ...(unreached ? [words.unreached] : []),
    ...marked,
  ];
}

/** Asked of who sent a file: to which of the goals it belongs; `here`: the one that is being answered. */
export function offerCard(
  { name, size, file, reached }: { name: string; size: number; file: string; reached: boolean },
  tasks: readonly Task[],
  here: Task | null,
  language: Language,
  memos: readonly MemoNamed[] = [],
): Card {
  const words = evidenceWords(language);
  const toMemos = memos.map(({ id, text }, at) => {
    const said = words.memo(shorten(onOneLine(text), MEMO_LONGEST));
    return {
      ...plainButton(`add-memo-${at + 1}`, words.add(said), encodeAction('add_evidence', id, 0, file)),
      label: `${words.add(words.memo(shorten(onOneLine(text), TEXT_LONGEST)))} ${name}`,
    };
  });
  if (tasks.length === 0 && memos.length === 0)
    return messageCard(language, words.noGoal, [words.noGoalLine]);
  const order = [...(here ? [here] : []), ...tasks.filter(({ id }) => id !== here?.id)];
  return messageCard(
    language,
    reached ? words.offer(name, size) : words.offerLink(name),
    [
      ...(reached ? [] : [words.linkLine]),
      ...(here ? [words.offerLine(goalName(here))] : []),
      ...(tasks.length > 0 ? [words.ofGoalLine] : []),
      ...(memos.length > 0 ? [words.ofMemoLine] : []),
      words.leaveLine,
    ],
    [
      ...order.slice(0, GOALS_OFFERED).map((task, at) => ({
        ...plainButton(
          `add-${at + 1}`,
          words.add(goalAmong(task, tasks)),
          encodeAction('add_evidence', task.id, 0, file),
          task.id === here?.id || order.length === 1 ? 'primary' : 'default',
        ),
        label: `${words.add(goalName(task))} ${name}`,
      })),
      ...toMemos,
    ],
  );
}

/** Asked of 事務局 who reports for a section as well: a workbook may be meant as either. */
export function whichCard(upload: string, name: string, language: Language): Card {
  const words = evidenceWords(language);
  return messageCard(
    language,
    words.eitherTitle(name),
    [words.eitherLine],
    [
      plainButton('as-sheet', words.asSheet, encodeAction('read_as', upload)),
      plainButton('as-evidence', words.asEvidence, encodeAction('offer_evidence', upload)),
    ],
  );
}

/** Before evidence is taken away. */
export function removeCard(id: string, name: string, language: Language): Card {
  const words = evidenceWords(language);
  return messageCard(
    language,
    words.ask(name),
    [words.askLine],
    [plainButton('remove', words.now, encodeAction('remove_evidence_now', id), 'danger')],
  );
}

/** Before evidence is marked 公表する. */
export function markCard(id: string, name: string, language: Language): Card {
  const words = evidenceWords(language);
  return messageCard(language, words.askMark(name), words.askMarkLines, [
    plainButton('mark', words.markNow, encodeAction('mark_evidence_now', id), 'primary'),
  ]);
}

/** What is told of a file that was sent and is no evidence; null where it may be. */
export function noEvidenceCard(file: SentFile, language: Language): Card | null {
  const words = evidenceWords(language);
  if (file.kept && file.kind === undefined)
    return messageCard(language, words.wrongKind(file.name), [words.wrongKindLine]);
  return null;
}
