/** `maru accounts`: which accounts belong to whom; linked and unlinked by hand. */
import type { Command } from 'commander';
import type { AccountLine } from '../../core/account/account.js';
import { accountLine } from '../../core/cards/account.js';
import type { CommandIo } from '../io.js';
import { answering, Mistake } from '../mistake.js';
import { withRecord } from '../record.js';

type Options = { readonly json?: boolean; readonly person?: string };

/** Adds `accounts list|link|unlink` to the program. */
export function addAccountsCommands(program: Command, io: CommandIo): void {
  const accounts = program
    .command('accounts')
    .description('職員のアカウント (which accounts belong to whom)');
  accounts
    .command('list')
    .description('登録されているアカウントの一覧')
    .option('--person <name>', '氏名、職員番号、アカウントで絞る')
    .option('--json', 'JSON で出力する')
    .action((options: Options) => answering(io, () => list(options, io)));
  accounts
    .command('link')
    .description('アカウントを職員に登録する。その職員の同じサービスのほかのアカウントは外れます')
    .argument('<account>', 'アカウント。一覧や事務局へのお知らせにあるもの')
    .argument('<person>', '職員番号か氏名')
    .action((account: string, person: string) => answering(io, () => link(account, person, io)));
  accounts
    .command('unlink')
    .description('アカウントの登録を外す。メールアドレスが合っていても、手で登録するまで結びつきません')
    .argument('<account>', 'アカウント')
    .action((account: string) => answering(io, () => unlink(account, io)));
}

async function list({ person = '', json }: Options, io: CommandIo): Promise<void> {
  const lines = await withRecord(({ record }) => record.accounts(person));
  if (json) return io.out(`${JSON.stringify({ accounts: lines })}\n`);
  for (const line of lines) io.out(`${accountLine(line, 'ja')}\n`);
  io.out(lines.length === 0 ? '登録されているアカウントはありません。\n' : `${lines.length}件\n`);
}

async function link(account: string, said: string, io: CommandIo): Promise<void> {
  if (!/^[a-z]+:[^\s:]+(?::[^\s:]+)*$/u.test(account))
    throw new Mistake(
      `「${account}」はアカウントとして読めません。一覧（maru accounts list）や、事務局へのお知らせにあるとおりに書いてください。 / Not an account.`,
    );
  const name = await withRecord(async ({ record, by }) => {
    const people = await record.peopleNamed(said);
    const [person, ...others] = people;
    if (!person)
      throw new Mistake(`「${said}」は名簿に見つかりませんでした。 / ${said} is not in the roster.`);
    if (others.length > 0)
      throw new Mistake(
        `「${said}」が${people.length}人います。職員番号で指定してください（${people.map(({ id }) => id).join('、')}）。 / Several are called so.`,
      );
    await record.linkAccount(account, person.id, { by, now: new Date() });
    return person.name;
  });
  io.out(`${account} を「${name}」のアカウントとして登録しました。\n`);
}

async function unlink(account: string, io: CommandIo): Promise<void> {
  const was = await withRecord(async ({ record, by }) => {
    const [line]: readonly (AccountLine | undefined)[] = await record.accounts(account);
    const of = await record.unlinkAccount(account, { by, now: new Date() });
    if (of === null)
      throw new Mistake(`「${account}」は、どなたにも登録されていません。 / That account is not linked.`);
    return line?.name ?? of;
  });
  io.out(`「${was}」から ${account} の登録を外しました。\n`);
}
