/** 根拠資料 in the conversation: a file that was sent is offered to a goal, a link is typed, the list is asked for. */
import type { Action, ButtonOf } from '../../cards/action.js';
import {
  addedToMemoCard,
  evidenceCard,
  markCard,
  noEvidenceCard,
  offerCard,
  removeCard,
} from '../../cards/evidence/evidence.js';
import { messageCard } from '../../cards/message.js';
import type { StandsWith } from '../../decision/evidence/evidence-command.js';
import type { Outcome } from '../../decision/outcome/outcome.js';
import type { Desk } from '../../draft/drafts.js';
import { linkOf } from '../../evidence/name.js';
import { isMemoId } from '../../memo/memo.js';
import type { Task } from '../../report/task.js';
import { plainNumber } from '../../sheet/ids.js';
import { folded } from '../../sheet/scale.js';
import type { SentFile } from '../../sheet/upload.js';
import { evidenceWords } from '../../wording/evidence/evidence.js';
import { fileWords } from '../../wording/files.js';
import type { Context } from '../context.js';
import { taskHere } from '../interview/begin.js';
import { type GoalNamed, goalNamed } from '../interview/goal-named.js';
import {
  aside,
  type Happened,
  happened,
  message,
  record,
  type Said,
  type Scene,
  type Told,
} from '../told.js';

/**
 * What is told of a file of somebody who reports: it is offered to the goal that was named beside it (「根拠 2番」), else first to
 * the one that is being answered, or to one of the own ones. Whether a workbook may be evidence, or is a sheet that 事務局 takes
 * in, the record looks up first.
 */
export function offerEvidence(scene: Scene<Said>, file: SentFile): Told {
  const { language } = scene;
  const files = fileWords(language);
  const named = typedAbout(scene)?.named;
  const only = named ? onlyOne(scene.tasks, named) : null;
  const card = (one: Parameters<typeof offerCard>[0]): Told =>
    aside({
      kind: 'card',
      card: only
        ? offerCard(one, [only], null, language)
        : offerCard(one, scene.tasks, taskHere(scene), language, scene.recentMemos),
    });
  if (!file.kept) {
    if (file.why === 'too_large') {
      const words = evidenceWords(language);
      return aside(message(words.tooLarge(file.name), [words.wrongKindLine]));
    }
    return file.upload === undefined
      ? aside(message(files.unreachable(file.name), [files.unreachableLine]))
      : card({ name: file.name, size: 0, file: file.upload, reached: false });
  }
  const not = noEvidenceCard(file, language);
  if (not) return aside({ kind: 'card', card: not });
  return file.kind === 'xlsx'
    ? aside(record({ kind: 'look_evidence', file: file.upload }))
    : card({ name: file.name, size: file.size, file: file.upload, reached: true });
}

const WORDS = ['根拠資料', '根拠', 'エビデンス', 'evidence'];
const blank = (sign: string | undefined): boolean => sign === undefined || sign.trim() === '';

/** The goal and the address of 「根拠」「根拠 2番」「根拠 2番 https://…」; null for any other text, which may be an answer. */
function typedAbout(scene: Scene<Said>): { named: GoalNamed | null; address: string | undefined } | null {
  const { input } = scene;
  const typed = input.text.trim();
  const word = WORDS.find((one) => folded(typed).startsWith(one) && blank(typed[one.length]));
  if (word === undefined || input.surface === 'channel') return null;
  const parts = typed
    .slice(word.length)
    .split(/\s/u)
    .filter((part) => part !== '');
  const address = parts.find((part) => folded(part).startsWith('http'));
  const rest = parts.filter((part) => part !== address).join(' ');
  const named = rest === '' ? null : goalNamed(scene, rest);
  // 「根拠 となる資料は…」 is a sentence, and may answer what is asked.
  return rest !== '' && named === null ? null : { named, address };
}

/** What such a text asks for; beside files it says no more than where they belong. */
export function evidenceMeant(scene: Scene<Said>): Happened | null {
  const { desk, input, language } = scene;
  const typed = typedAbout(scene);
  if (!typed) return null;
  const { named, address } = typed;
  if (address === undefined && (input.files ?? []).length > 0) return happened(desk);
  const words = evidenceWords(language);
  const task = named ? onlyOne(scene.tasks, named) : (taskHere(scene) ?? onlyOne(scene.tasks, null));
  if (!task)
    return scene.tasks.length === 0
      ? happened(desk, aside(message(words.noGoal, [])))
      : happened(desk, aside(message(words.which, [words.whichLine])));
  if (address === undefined)
    return happened(desk, aside(record({ kind: 'show_evidence', task: task.id, page: 0 })));
  const link = linkOf(address);
  return happened(
    desk,
    aside(
      link === null
        ? message(words.wrongKind(address.slice(0, 60)), [words.noLink])
        : record({ kind: 'add_evidence', task: task.id, of: { link } }),
    ),
  );
}

function onlyOne(tasks: readonly Task[], named: { no: string; section: string | null } | null): Task | null {
  const fitting = named
    ? tasks.filter(
        ({ goalNo, sectionName }) =>
          plainNumber(goalNo) === named.no && (named.section === null || named.section === sectionName),
      )
    : tasks;
  return fitting.length === 1 ? fitting[0]! : null;
}

const standing = (id: string): StandsWith => (isMemoId(id) ? { memo: id } : { task: id });

/** Who may is decided by the record, in its transaction. */
export function pressEvidence(
  { desk, language }: Scene,
  name: ButtonOf<'evidence'>,
  action: Action,
): Happened {
  const { of, v, with: said } = action;
  switch (name) {
    case 'evidence':
      return happened(desk, aside(record({ kind: 'show_evidence', ...standing(of), page: v })));
    case 'add_evidence':
      return happened(desk, aside(record({ kind: 'add_evidence', ...standing(of), of: { file: said } })));
    case 'offer_evidence':
      return happened(desk, aside(record({ kind: 'look_evidence', file: of })));
    case 'give_evidence':
      return happened(desk, aside(record({ kind: 'give_evidence', evidence: of })));
    case 'remove_evidence':
      return happened(desk, aside({ kind: 'card', card: removeCard(of, said, language) }));
    case 'remove_evidence_now':
      return happened(desk, aside(record({ kind: 'remove_evidence', evidence: of })));
    case 'mark_evidence':
      return happened(desk, aside({ kind: 'card', card: markCard(of, said, language) }));
    case 'mark_evidence_now':
    case 'unmark_evidence':
      return happened(
        desk,
        aside(record({ kind: 'mark_evidence', evidence: of, on: name === 'mark_evidence_now' })),
      );
    default:
      return name satisfies never;
  }
}

/** What is told when the record has answered; what was refused is told as any refusal, except where a file is named. */
export function evidenceOutcome(
  desk: Desk,
  outcome: Outcome,
  { actor: { language }, tasks }: Context,
): Told[] | null {
  if (!outcome.ok) {
    const { refusal } = outcome;
    if (refusal.reason !== 'upload_refused') return null;
    const title = fileWords(language).noEvidence;
    return [
      message(
        title,
        refusal.problems.map((problem) => problem[language]),
      ),
    ];
  }
  const done = outcome.evidence;
  switch (done?.kind) {
    case 'offer': {
      const here = tasks.find(({ id }) => id === desk.focus) ?? null;
      return [
        { kind: 'card', card: offerCard({ ...done, reached: true }, tasks, here, language, done.memos) },
      ];
    }
    case 'list':
      return [
        'memo' in done && done.did?.what === 'added'
          ? { kind: 'card', card: addedToMemoCard(done, done.did.name, language) }
          : { kind: 'card', card: evidenceCard(done, language) },
      ];
    case 'file':
      return [{ kind: 'file', file: { kind: 'evidence', evidence: done.evidence, language } }];
    case undefined:
      return [{ kind: 'card', card: messageCard(language, evidenceWords(language).gone, []) }];
    default:
      return done satisfies never;
  }
}
