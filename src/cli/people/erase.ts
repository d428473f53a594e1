/** `maru person erase`: a person's data taken away (消去), here and in what will be restored from older backups. */
import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { appendErasures, ErasuresRefused, readErasuresFile } from '../../backup/erasures.js';
import { readConfig } from '../../config.js';
import { cityDate } from '../../core/calendar/working-days.js';
import { type ErasureLine, erasureLine, isErasureOf, isMark } from '../../core/organization/erasure.js';
import type { KeptInDrafts } from '../../core/organization/person-kept.js';
import { nfkc } from '../../core/text/normal-form.js';
import { inTransaction } from '../../store/postgres/connection/pool.js';
import { lockImports } from '../../store/postgres/ledger/roster-lock.js';
import { dayMaterial } from '../../store/postgres/notices/reminder-material.js';
import { type ErasedNow, erasePerson, isAnother } from '../../store/postgres/people/erase-person.js';
import { type KeptInRecord, readKept } from '../../store/postgres/people/person-kept.js';
import { dropDraftsOf, readDraftsKept } from '../../store/redis/person-kept.js';
import { whenWords } from '../history/history-words.js';
import type { CommandIo } from '../io.js';
import { Mistake } from '../mistake.js';
import { type OpenedRecord, withRecord } from '../record.js';
import { withDrafts } from '../with-drafts.js';
import { personMeant } from './person-meant.js';

export type EraseOptions = {
  readonly section?: string;
  readonly ground?: string;
  readonly yes?: boolean;
  readonly withOpenWork?: boolean;
  readonly json?: boolean;
};

const SALT_BYTES = 16;
const NO_GROUND = '理由の記載なし';

/** Erases whoever is meant, when it may be and was agreed to. */
export async function erase(name: string, options: EraseOptions, io: CommandIo): Promise<void> {
  const { ERASURES_FILE: path } = readConfig();
  if (path !== '') await refusing(() => readErasuresFile(path, 'none'));
  const done = await withRecord((opened) =>
    withDrafts(async (redis) => {
      const { id } = await personMeant(opened, name, options.section);
      const kept = (await readKept(opened.pool, id))!;
      const desk = await readDraftsKept(redis, id);
      if (isMark(kept.person.name)) {
        await dropDraftsOf(redis, id, []);
        const isKept = path !== '' && (await keepMissing(opened.pool, path, id, kept.person.name));
        throw new Mistake(
          `「${name}」は、すでに消去されています。${isKept ? '消去の記録がなかったので、ERASURES_FILE に書き足しました。' : ''} / That person was erased before${isKept ? '; the line missing in ERASURES_FILE was added' : ''}.`,
        );
      }
      const ground = groundOf(options.ground, kept);
      await refuseOpenWork(opened, kept, desk, options);
      await agree(opened, kept, desk, options, path, io);
      return { id, ...(await eraseAndKeep(opened, redis, id, ground))! };
    }),
  );
  tell(done, options.json === true, path, io);
}

/** Erases one person and enters it into ERASURES_FILE where that is set; null when they were erased before. */
export async function eraseAndKeep(
  { pool, by }: Pick<OpenedRecord, 'pool' | 'by'>,
  redis: Redis,
  id: string,
  ground: string,
): Promise<{ readonly erased: ErasedNow; readonly drafts: number } | null> {
  const { ERASURES_FILE: path } = readConfig();
  const known = path === '' ? [] : await refusing(() => readErasuresFile(path, 'none'));
  // Before anything is erased: what cannot be kept is not begun.
  const file = path === '' ? null : await refusing(() => appendErasures(path));
  try {
    const marks = known.map(({ as }) => as);
    // The line before the erasure counts: one that is lacking would bring the person back, one too many does nothing.
    const keep = async (as: string) => file?.append(newLine(id, as));
    const erased = await refusing(() =>
      erasePerson(pool, { id, ground, as: null, known: marks, keep }, by, new Date()),
    );
    return erased && { erased, drafts: await dropDraftsOf(redis, id, erased.allAccounts) };
  } finally {
    await file?.close();
  }
}

const newLine = (id: string, as: string): ErasureLine =>
  erasureLine(id, as, randomBytes(SALT_BYTES).toString('base64url'), new Date().toISOString());

/** Enters somebody who was erased while ERASURES_FILE was not set, or by a version that wrote it last; whether that was needed. */
function keepMissing(pool: Pool, path: string, id: string, as: string): Promise<boolean> {
  return refusing(() =>
    inTransaction(pool, async (db) => {
      await lockImports(db);
      const lines = await readErasuresFile(path, 'none');
      if (lines.some((line) => line.as === as && isErasureOf(line, id))) return false;
      const file = await appendErasures(path);
      try {
        await file.append(newLine(id, as));
      } finally {
        await file.close();
      }
      return true;
    }),
  );
}

/**
 * Erases again, in what was restored, everybody whose erasure is kept outside; gives how many that were. The names they
 * stood under go with those of the file, so that the signatures read as before. A number may have been given again since:
 * whoever has it then stays.
 */
export async function applyErasures(
  { pool, by }: Pick<OpenedRecord, 'pool' | 'by'>,
  redis: Redis,
  lines: readonly ErasureLine[],
): Promise<number> {
  if (lines.length === 0) return 0;
  const { rows: people } = await pool.query<{ id: string }>('select id from people order by id');
  let count = 0;
  for (const line of lines) {
    const of = people.find(({ id }) => isErasureOf(line, id));
    if (!of || (await isAnother(pool, of.id, line))) continue;
    const ground = `復元のあとに、${whenWords(line.at)} の消去を改めて行った`;
    const erased = await erasePerson(pool, { id: of.id, ground, as: line.as, known: [] }, by, new Date());
    await dropDraftsOf(redis, of.id, erased?.allAccounts ?? []);
    if (erased) count += 1;
  }
  return count;
}

/** What ERASURES_FILE holds, before anything is restored: a Mistake where it is set and cannot be read. */
export async function erasuresToApply(): Promise<readonly ErasureLine[]> {
  const { ERASURES_FILE: path } = readConfig();
  return path === '' ? [] : refusing(() => readErasuresFile(path, 'refuse'));
}

function groundOf(given: string | undefined, { person }: KeptInRecord): string {
  const ground = given?.trim() ?? '';
  const folded = (text: string) => nfkc(text).replace(/\s/gu, '');
  if (folded(ground).includes(folded(person.name)))
    throw new Mistake(
      '--ground に消去する人の名前があります。履歴に残るので、名前を書かずに理由を書いてください。 / The ground stays in the history: write it without the name.',
    );
  return ground === '' ? NO_GROUND : ground;
}

async function refuseOpenWork(
  { pool }: OpenedRecord,
  { person, terms }: KeptInRecord,
  { drafts }: KeptInDrafts,
  { withOpenWork }: EraseOptions,
): Promise<void> {
  const today = cityDate(new Date());
  const held = terms.filter(({ until }) => until === null || until >= today);
  const day = held.length === 0 || withOpenWork ? null : await dayMaterial(pool, person.id, today);
  const open = [
    ['報告していない目標', day?.tasks.length ?? 0],
    ['書きかけの報告', day ? drafts.length : 0],
    ['承認待ち', day?.waiting.length ?? 0],
    ['回答を待つ照会', day?.questions.length ?? 0],
  ] as const;
  if (open.every(([, count]) => count === 0)) return;
  const posts = held.map(({ section, post }) => `${section} ${post}`).join('、');
  const what = open.flatMap(([words, count]) => (count === 0 ? [] : [`${words} ${count}件`])).join('、');
  throw new Mistake(
    `いまも役職（${posts}）があり、残っている仕事があります（${what}）。名簿で後任に引き継いでから消去してください。このまま消去するなら --with-open-work を付けます。 / This person holds a post with open work; hand it over in the roster first, or give --with-open-work.`,
  );
}

async function agree(
  { pool }: OpenedRecord,
  kept: KeptInRecord,
  { drafts, held }: KeptInDrafts,
  { yes }: EraseOptions,
  path: string,
  io: CommandIo,
): Promise<void> {
  const { person, terms, accounts, signatures, notices } = kept;
  const post = terms.at(-1);
  const { rows: namesakes } = await pool.query('select 1 from people where name = $1 and id <> $2', [
    person.name,
    person.id,
  ]);
  io.err(
    [
      `消去するもの: ${person.name}（${person.id}${post ? `、${post.section} ${post.post}` : ''}）の名前・メールアドレス、アカウント ${accounts.length}件、下書き ${drafts.length + held.length}件、お知らせ ${notices.length}件。署名 ${signatures.length}件は役職だけが残ります。元に戻せません。`,
      ...(namesakes.length > 0
        ? [
            '同じ名前の人がいます。代決された人の名前のように、だれの名前か記録のないところは、その人のものも消えます。 / Somebody else is called so: where a name stands without a number, theirs goes, too.',
          ]
        : []),
      ...(path === ''
        ? [
            'ERASURES_FILE が設定されていません。古いバックアップを戻すと、この人も戻ります。 / ERASURES_FILE is not set: an older backup brings this person back.',
          ]
        : []),
      '',
    ].join('\n'),
  );
  if (yes) return;
  if (!io.ask)
    throw new Mistake(
      '何も消していません。このとおり消去するなら --yes を付けてください。 / Nothing was erased; give --yes to do so.',
    );
  if (!(await io.ask('消去しますか / Erase?')))
    throw new Mistake('何も消していません。 / Nothing was erased.');
}

function tell(
  { id, erased, drafts }: { readonly id: string; readonly erased: ErasedNow; readonly drafts: number },
  json: boolean,
  path: string,
  io: CommandIo,
): void {
  const { allAccounts: _, ...told } = erased;
  const { as, entries, rows, accounts, notices, terms } = told;
  io.out(
    json
      ? `${JSON.stringify({ id, ...told, accounts: accounts.length, drafts, kept_outside: path === '' ? null : path })}\n`
      : `消去しました。これからは「${as}」と載ります。履歴 ${entries}件・記録 ${rows}件の名前、アカウント ${accounts.length}件、お知らせ ${notices}件、下書き ${drafts}件を消し、任期 ${terms}件を終えました。maru history --verify で確かめられます。\n`,
  );
}

async function refusing<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (fault) {
    throw fault instanceof ErasuresRefused ? new Mistake(fault.message) : fault;
  }
}
