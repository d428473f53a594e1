/** `maru history --verify`: the chain, its continuation of what was saved, and the record held against it. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../../config.js';
import { type HeadBreak, isSealedBy, keyName, readHeads, type SavedHead } from '../../core/decision/head.js';
import { canonicalJson } from '../../core/text/canonical-json.js';
import { fileFault } from '../../core/text/file-faults.js';
import { shorten } from '../../core/text/shorten.js';
import type { AlteredPart } from '../../store/postgres/connection/altered-schema.js';
import type { Unexplained, VerifiedRecord } from '../../store/postgres/ledger/replay.js';
import type { CommandIo } from '../io.js';
import { Mistake } from '../mistake.js';
import { withRecord } from '../record.js';
import { subjectWords, whenWords } from './history-words.js';

export type VerifyOptions = {
  readonly since?: string;
  /** files of public keys, any of which may have signed a head: heads outlive a key */
  readonly key?: readonly string[];
  readonly format?: string;
  readonly json?: boolean;
};

/** Rows that are named on the terminal; --json has more. */
const NAMED = 50;
/** A value is shown so far, in UTF-16 units. */
const SHOWN = 60;

/** Says that all is well, or fails with everything that is not. */
export async function verify(options: VerifyOptions, io: CommandIo): Promise<void> {
  const saved = options.since === undefined ? [] : await savedHeads(options.since, options.key);
  const verified = await withRecord(({ record }) => record.verifyRecord(saved));
  const { found, head, replayed, since } = verified;
  const at = new Date().toISOString();
  const json = options.json || options.format === 'json';
  const problems = problemsOf(verified);
  if (json)
    io.out(
      `${JSON.stringify({
        intact: problems.length === 0,
        break: found,
        since: since && { ...since, by: { seq: since.by.seq, hash: since.by.hash } },
        unexplained: replayed?.unexplained ?? [],
        unexplained_count: replayed?.count ?? null,
        unsaid: replayed?.unsaid ?? null,
        altered: verified.altered,
        blanked: [...verified.blanked].map(([seq, { by, ground }]) => ({ seq, by, ground })),
        entries: head.seq,
        head: head.hash,
        verified_at: at,
      })}\n`,
    );
  if (problems.length > 0) throw new Mistake(problems.join('\n'));
  if (json) return;
  io.out('履歴は書き換えられていません。記録は履歴のとおりです。\n');
  io.out(`${whenWords(at)}に、${head.seq}件をはじめから確かめました。\n`);
  const last = saved.reduce((most, { seq }) => Math.max(most, seq), 0);
  if (saved.length > 0) io.out(`控えの末尾（${saved.length}件、${last} 番目まで）の続きです。\n`);
  if (saved.some(({ seal }) => seal === null))
    io.out('控えには署名のないものがあります。それは、控えた人が信頼できるときだけ証拠になります。\n');
  if (replayed && replayed.unsaid > 0)
    io.out(
      `古い版の履歴に中身がなく、確かめられないものが${replayed.unsaid}件あります。${replayed.hasBaseline ? '基準を記録した後に、古い版が記録したものです' : 'maru migrate が基準を記録すると、次から確かめられます'}。\n`,
    );
  for (const line of blankedLines(verified.blanked)) io.out(line);
  io.out(`末尾のハッシュ: ${head.hash}\n`);
}

/** One line for each entry that names what was blanked. */
function blankedLines(blanked: VerifiedRecord['blanked']): string[] {
  const grounds = new Map([...blanked.values()].map(({ by, ground }) => [by, ground]));
  return [...grounds].map(([by, ground]) => {
    const of = [...blanked].flatMap(([seq, one]) => (one.by === by ? [seq] : []));
    return `個人情報を消した記録が${of.length}件あります（${runsOf(of)} 番目）。根拠: ${ground}（履歴の ${by} 番目） / Personal data was blanked in ${of.length} of the entries, as entry ${by} says.\n`;
  });
}

/** 「3、5〜9」 */
function runsOf(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const one of [...numbers].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last?.[1] === one - 1) last[1] = one;
    else runs.push([one, one]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}〜${to}`)).join('、');
}

function problemsOf({ found, since, replayed, altered }: VerifiedRecord): string[] {
  const chain =
    found &&
    {
      missing: '前の記録が抜けているか、余分な記録があります',
      changed: '記録が書き換えられています',
      cut_off: '最後の記録が消されているか、足されています',
      blanked: '個人情報が、消した記録のないまま消されています',
    }[found.problem];
  return [
    ...(found
      ? [
          `履歴の ${found.seq} 番目で、つながりが切れています（${chain}）。 / The chain breaks at ${found.seq}.`,
        ]
      : []),
    ...(since ? [sinceWords(since)] : []),
    ...(altered.length > 0 ? alteredWords(altered) : []),
    ...(replayed && replayed.count > 0 ? unexplainedWords(replayed.unexplained, replayed.count) : []),
  ];
}

function sinceWords({ problem, from, by }: HeadBreak): string {
  const saved = `${by.seal ? `${whenWords(by.seal.at)}に署名した` : '控えの'}末尾は ${by.seq} 番目`;
  switch (problem) {
    case 'shorter':
      return `履歴が短くなっています。${saved}ですが、${from} 番目からがありません。 / The history is shorter than what was saved: from ${from} on nothing is there.`;
    case 'forked':
      return `履歴が作り直されています。${saved}ですが、${from} 番目から ${by.seq} 番目までのどこかから別のものです。 / The history is another from somewhere between ${from} and ${by.seq} on.`;
    default:
      return problem satisfies never;
  }
}

const ALTERED: Readonly<Record<AlteredPart['how'], string>> = {
  no_table: '表がないか、表ではありません',
  no_key: '主キーがありません',
  row_security: '行ごとに見せるかどうかが決められています（row security）',
  inheritance: '別の表とつながっています（継承）',
  rule: '書き換えの規則があります（rule）',
  unlogged: '停電や切り替えで空になる表です（unlogged）',
  search_path: '組み込みの関数より先に、別の関数が見つかります',
  no_trigger: 'トリガーがないか、止められているか、別のものです',
  another_trigger: 'maru migrate の作っていないトリガーがあります',
  another_function: '関数が書き換えられています',
};

function alteredWords(altered: readonly AlteredPart[]): string[] {
  return [
    'データベースの形が、maru migrate の作ったものと違います。確かめたものと、サービスの見せるものが同じとは限りません。 / The database is not as maru migrate made it: what the service shows may be another record than what was checked.',
    ...altered.map(({ name, how }) => `- ${name}: ${ALTERED[how]}`),
  ];
}

function unexplainedWords(all: readonly Unexplained[], count: number): string[] {
  return [
    `記録に、履歴で説明できないものが${count}件あります。 / ${count} rows of the record are not as the history says:`,
    ...all.slice(0, NAMED).flatMap((one) => rowLines(one)),
    ...(count > NAMED ? [`ほか${count - NAMED}件（--json で続きを見られます）`] : []),
  ];
}

function rowLines({ row, problem, fields, seq }: Unexplained): string[] {
  const name = `${rowWords(row)}［${row}］`;
  switch (problem) {
    case 'added':
      return [`- ${name}: ${seq === null ? '履歴にありません' : `履歴の ${seq} 番目でなくなったはずです`}`];
    case 'gone':
      return [`- ${name}: 消えています（履歴の ${seq} 番目にあります）`];
    case 'baseline':
      return [`- ${name}: 基準（履歴の ${seq} 番目）のときと違います`];
    case 'changed':
      return fields.map(
        ({ field, stands, explained }) =>
          `- ${name} ${field}: いま ${shown(stands)}、履歴の ${seq} 番目では ${shown(explained)}`,
      );
    default:
      return problem satisfies never;
  }
}

const shown = (value: unknown): string =>
  value === undefined ? 'なし' : shorten(canonicalJson(value), SHOWN);

const KINDS: Readonly<Record<string, string>> = {
  report: '報告',
  version: '報告の版',
  publication: '公表',
  printed: '公表した版',
  edition: '公表したシートの版',
  sheet: 'シート',
  numbering: 'シートの目標の番号',
  round: '報告の時期',
  section: '課',
  alias: '課の別名',
  department: '部の別名',
  person: '職員',
  post: '役職',
  holding: '任期',
  deputy: '代理',
  account: 'アカウント',
  parted: '登録を外したアカウント',
  channel: 'チャンネル',
  day: '暦の日',
  question: '照会',
  errata: '正誤表',
  review: '後閲',
  seen: '後閲の確認',
  owner: '担当',
  taken: '担当の引受け',
  target: '目標の変更',
  evidence: '根拠資料',
};

/** 「報告 R5 期末 No.3」 for a row of a report; else what kind it is. */
function rowWords(row: string): string {
  const [kind = '', id = ''] = row.split(' ');
  const about = subjectWords({ subject: id, sectionId: null });
  return `${KINDS[kind] ?? kind}${about === id ? '' : ` ${about}`}`;
}

/** The heads in a file, in the files of a folder, or in the text itself; sealed ones as one of the keys signed them. */
async function savedHeads(since: string, keyFiles: readonly string[] | undefined): Promise<SavedHead[]> {
  const direct = readHeads(since);
  const heads = direct.length > 0 ? direct : (await textsAt(since)).flatMap(readHeads);
  if (heads.length === 0)
    throw new Mistake(
      `--since: 「${shorten(since, SHOWN)}」に、控えた末尾（maru-head …）がありません。 / There is no head in it.`,
    );
  const sealed = heads.filter(({ seal }) => seal !== null);
  if (sealed.length === 0) return heads;
  const paths = (keyFiles ?? [readConfig().SEAL_KEY_FILE]).filter((path) => path !== '');
  if (paths.length === 0)
    throw new Mistake(
      '--since の署名を確かめる鍵がありません。--key に公開鍵（.pub）のファイルを指定してください。 / Give the public key with --key.',
    );
  const keys = await Promise.all(paths.map(publicKeyAt));
  const wrong = sealed.find((one) => !keys.some((key) => isSealedBy(one, key)));
  if (wrong)
    throw new Mistake(
      `--since: ${wrong.seq} 番目の末尾の署名が、鍵 ${keys.map(keyName).join('、')} のものではありません（${wrong.seal?.key}）。書き換えられたか、別の鍵です（鍵を替えたときは、前の公開鍵も --key に並べてください）。 / This head was not signed with that key; after a change of keys give the former one to --key as well.`,
    );
  return heads;
}

async function textsAt(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [await readFile(path, 'utf8')];
    const names = (await readdir(path)).filter((name) => name.startsWith('maru-head-')).sort();
    return await Promise.all(names.map((name) => readFile(join(path, name), 'utf8')));
  } catch (fault) {
    throw new Mistake(fileFault(`--since ${path}`, 'read', fault));
  }
}

async function publicKeyAt(path: string): Promise<KeyObject> {
  const pem = await readFile(path, 'utf8').catch((fault: unknown) => {
    throw new Mistake(fileFault(path, 'read', fault));
  });
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // said below
  }
  throw new Mistake(`${path}: Ed25519 の鍵ではありません。 / This is no Ed25519 key.`);
}
