/** 実績メモ in words, by button, by form, and of a message. Who may is decided by the record, in its transaction. */

import { fiscalYearOf } from '../../calendar/japanese-dates.js';
import type { Action, ButtonOf } from '../../cards/action.js';
import { memoDoneCard, memoForm, memosCard, NO_GOAL } from '../../cards/memo/memo.js';
import type { MemoCommand } from '../../decision/command.js';
import type { Outcome } from '../../decision/outcome/outcome.js';
import { MEMO_MAX, memoProblems } from '../../memo/memo.js';
import { numberIn, pastDay, quickNumber, readTypedMemo } from '../../memo/read-memo.js';
import type { Language } from '../../text/language.js';
import { evidenceWords } from '../../wording/evidence/evidence.js';
import { taskHere } from '../interview/begin.js';
import {
  aside,
  type Happened,
  happened,
  inLanguage,
  record,
  type Said,
  type Scene,
  type Told,
} from '../told.js';
import { filesOfMemo } from './files.js';

/**
 * 「メモ …」 in private, 「+12」 in the thread of a memo, or in private while no question waits for an answer; else null.
 */
export function memoMeant(scene: Scene<Said>): Happened | null {
  const { input, desk, today } = scene;
  const quick = quickNumber(input.text);
  if (input.surface === 'channel') {
    if (quick === null || !input.under) return null;
    return happened(
      desk,
      aside(
        record({
          kind: 'count_on',
          memo: '',
          at: input.under,
          number: quick,
          ...(input.mentioned ? {} : { unasked: true }),
        }),
      ),
    );
  }
  if (quick !== null) {
    if (input.surface === 'thread' && scene.memo) return counted(scene, scene.memo.id, quick);
    const task = taskHere(scene);
    return (task && desk.drafts[task.id]) || scene.openQuestions?.length ? null : counted(scene, '', quick);
  }
  const typed = readTypedMemo(input.text, today);
  if (!typed) return null;
  const { goalNo, link } = typed;
  const sent = filesOfMemo(scene);
  // A photograph with nothing but the word is called by its name.
  const text = typed.text || sent.map(({ name }) => name).join('、');
  if (text === '') return happened(desk, aside(record({ kind: 'show_memos', goal: goalNo, page: 0 })));
  const day = typed.day ?? today;
  const number = quickNumber(text) ?? '';
  return happened(
    desk,
    aside(
      record({
        kind: 'note_memo',
        memo: { about: '', day, number, text, link },
        goalNo,
        source: '',
        ...(sent.length > 0 ? { files: sent.map(({ upload }) => upload) } : {}),
      }),
    ),
  );
}

const counted = ({ desk }: Scene, memo: string, number: string): Happened =>
  happened(desk, record({ kind: 'count_on', memo, at: null, number }));

export function pressMemo(
  scene: Scene,
  name: ButtonOf<'memos'>,
  action: Action,
  fields: Readonly<Record<string, string>>,
): Happened {
  const { desk, language, today } = scene;
  const enter = (command: MemoCommand) => happened(desk, aside(record(command)));
  switch (name) {
    case 'memos':
      return enter({ kind: 'show_memos', goal: action.with, page: action.v });
    case 'open_memo':
      return happened(desk, { kind: 'form', card: formFor(scene, action, fields) });
    case 'note_memo': {
      const { about = '', number = '', text = '', link = '' } = fields;
      const day = pastDay(fields.day ?? '', today) ?? (fields.day ?? '').trim();
      const content = {
        about: about === NO_GOAL ? '' : about,
        day,
        number: number.trim(),
        text,
        link: link.trim(),
      };
      const problems = Object.entries(memoProblems(content, today));
      if (problems.length > 0) {
        const told = problems.map(([id, words]) => [id, inLanguage([words], language)[0]!] as const);
        return happened(desk, { kind: 'form_problem', problems: Object.fromEntries(told) });
      }
      return action.of === ''
        ? enter({ kind: 'note_memo', memo: content, goalNo: '', source: action.with })
        : enter({ kind: 'change_memo', memo: action.of, to: content });
    }
    case 'place_memo':
      return enter({ kind: 'place_memo', memo: action.of, about: action.with });
    case 'delete_memo':
      return enter({ kind: 'delete_memo', memo: action.of });
    default:
      return name satisfies never;
  }
}

/** What the form holds: of a memo as it is, of a message as it was handed over, else nothing. */
function formFor(
  { memo, memoGoals = [], today, language }: Scene,
  action: Action,
  fields: Readonly<Record<string, string>>,
) {
  if (action.of !== '' && memo) {
    const about = memo.indicatorId ?? memo.goalId ?? '';
    const form = { ...memo, about, source: '', ofAnother: false, withoutLink: false, cut: false };
    return memoForm(form, memoGoals, memo.fiscalYear, language);
  }
  const whole = (fields.text ?? '').trim();
  const text = whole.slice(0, MEMO_MAX.text);
  const year = fiscalYearOf(today);
  const said = fields.day ?? '';
  const link = fields.link ?? '';
  return memoForm(
    {
      id: '',
      about: '',
      day: said !== '' && said <= today ? said : today,
      number: numberIn(text, year, null),
      text,
      link: link.length > MEMO_MAX.link ? '' : link,
      source: action.with,
      ofAnother: fields.author === 'other',
      withoutLink: fields.without === 'link',
      cut: whole.length > text.length,
    },
    memoGoals,
    year,
    language,
  );
}

/** What is told when the record has answered. */
export function memoOutcome(
  command: MemoCommand,
  { memo, memos }: Extract<Outcome, { ok: true }>,
  language: Language,
): Told[] {
  if (command.kind === 'show_memos') return memos ? [{ kind: 'card', card: memosCard(memos, language) }] : [];
  if (!memo) return [];
  return [
    {
      kind: 'card',
      card: memoDoneCard(command.kind, memo, language),
      ...(command.kind === 'delete_memo' || !memo.memo.own
        ? {}
        : { memo: memo.memo.countsOn ?? memo.memo.id }),
    },
    ...filesIn(command).map((file) => record({ kind: 'add_evidence', memo: memo.memo.id, of: { file } })),
  ];
}

const filesIn = (command: MemoCommand): readonly string[] =>
  command.kind === 'note_memo' ? (command.files ?? []) : [];

/** Beside why a memo was not noted: what came with it is with none. */
export const filesLeft = (command: MemoCommand, language: Language): readonly string[] =>
  filesIn(command).length > 0 ? [evidenceWords(language).filesLeft] : [];
