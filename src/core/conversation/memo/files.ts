/** Files that go with a memo: sent together with 「メモ …」 in private, or into its thread. */
import { MAX_TEXT } from '../../draft/questions.js';
import { readTypedMemo } from '../../memo/read-memo.js';
import type { Actor } from '../../organization/people.js';
import type { SentFile } from '../../sheet/upload.js';
import type { Said, Scene } from '../told.js';

/** A file that was put aside, or could not be received and is known by its link. */
type FileOfMemo = SentFile & { readonly upload: string };

/** What of the files of a message goes with its memo; nothing where it says none. */
export function filesOfMemo({ actor, input, today }: Scene<Said>): readonly FileOfMemo[] {
  const { files = [], surface, text } = input;
  if (files.length === 0 || surface === 'channel' || !reportsSomewhere(actor)) return [];
  if (text.length > MAX_TEXT.message || readTypedMemo(text, today) === null) return [];
  return files.filter(isToKeep);
}

/** 事務局 alone notes nothing: what they send is read as sheets. */
export const reportsSomewhere = ({ posts }: Pick<Actor, 'posts'>): boolean =>
  posts.some(({ role }) => role !== 'coordinator');

/** What of the files of a message goes with the memo in whose thread it was sent. */
export function filesForMemo({ actor, input, memo }: Scene<Said>): readonly FileOfMemo[] {
  if (input.surface !== 'thread' || !memo || !reportsSomewhere(actor)) return [];
  return (input.files ?? []).filter(isToKeep);
}

const isToKeep = (file: SentFile): file is FileOfMemo =>
  file.kept ? file.kind !== undefined : file.upload !== undefined;
