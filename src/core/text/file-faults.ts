/** What the system says of a file, in the words of whoever named it. */

const WORDS: Readonly<Record<string, readonly [ja: string, en: string]>> = {
  ENOENT: ['見つかりません', 'not found'],
  EISDIR: ['フォルダーです', 'it is a folder'],
  ENOTDIR: ['途中の名前がフォルダーではありません', 'a part of the path is no folder'],
  EEXIST: ['同じ名前のものがあります', 'it exists already'],
  EACCES: ['許可がありません', 'not permitted'],
  EPERM: ['許可がありません', 'not permitted'],
  EROFS: ['書き込めない場所です', 'nothing can be written there'],
  ENOSPC: ['ディスクに空きがありません', 'the disk is full'],
  ENAMETOOLONG: ['名前が長すぎます', 'the name is too long'],
  EDQUOT: ['割り当てられた容量がいっぱいです', 'the quota is used up'],
};

/** What happened, in Japanese and in English; what is none of the usual things as the system calls it. */
export function faultWords(fault: unknown): readonly [ja: string, en: string] {
  const { code } = fault as { readonly code?: string };
  if (code === undefined) return [String(fault), String(fault)];
  return WORDS[code] ?? [code, code];
}

/** One sentence for a file (or folder) that cannot be written or read. `path` as it was given, or a setting and a path. */
export function fileFault(path: string, doing: 'write' | 'read', fault: unknown): string {
  const [ja, en] = faultWords(fault);
  return `${path}: ${doing === 'write' ? '書き込めません' : '読み取れません'}（${ja}）。 / Cannot ${doing} it: ${en}.`;
}
