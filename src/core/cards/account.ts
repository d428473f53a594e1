/** Cards about accounts: to the person whose it is, and to the coordinator. */
import type { AccountLine } from '../account/account.js';
import { formatInstant } from '../calendar/format-instant.js';
import type { Command } from '../decision/command.js';
import type { Outcome } from '../decision/outcome/outcome.js';
import type { AboutOf } from '../notice/notice.js';
import type { Language } from '../text/language.js';
import { accountWords } from '../wording/accounts.js';
import { boardActWords } from '../wording/board-acts.js';
import { encodeAction } from './action.js';
import type { Button, Card } from './card.js';
import { messageCard, plainButton } from './message.js';
import type { NoticeMaterial } from './notices/notice-material.js';

type About = AboutOf<'account'>;
type Material = Extract<NoticeMaterial, { kind: 'account' }>;

/** The card of a notice about an account. */
export function accountCard(
  { event, account, of, personId, parting = 'address' }: About,
  { name, accounts, waiting }: Material,
  language: Language,
): Card {
  const words = accountWords(language);
  const waits = words.waiting(waiting.report, waiting.decide, waiting.reply);
  switch (event) {
    case 'linked':
      return messageCard(
        language,
        words.linked.title(name),
        [words.account(account), words.linked.line],
        [plainButton('not_me', words.linked.notMe, encodeAction('not_me', account))],
      );
    case 'unlinked': {
      const own = of === personId;
      return messageCard(language, own ? words.unlinked.ownTitle : words.unlinked.title(name), [
        words.account(account),
        words.unlinked.because[parting],
        ...(waits === '' ? [] : [waits]),
        own ? words.unlinked.ownNext : words.unlinked.next(of),
      ]);
    }
    case 'second':
      return messageCard(language, words.second.title(name), [
        words.account(account),
        words.present(accounts),
        words.second.line(account, of),
      ]);
    case 'several':
      return messageCard(language, words.several.title(name), [
        words.present(accounts),
        ...(waits === '' ? [] : [waits]),
        words.several.line(of),
      ]);
    default:
      return event satisfies never;
  }
}

/** To whose account is none of a member any more, and to the coordinator, with what waits. */
export function turnedAwayCard(
  { account, of, personId, standing }: AboutOf<'turned_away'>,
  { name, waiting }: Material,
  language: Language,
): Card {
  const words = accountWords(language);
  const waits = words.waiting(waiting.report, waiting.decide, waiting.reply);
  const own = of === personId;
  return messageCard(language, own ? words.turnedAway.ownTitle : words.turnedAway.title(name), [
    words.account(account),
    words.turnedAway.because[standing],
    ...(waits === '' ? [] : [waits]),
    own ? words.turnedAway.ownNext : words.turnedAway.next(of),
  ]);
}

/** What is answered to a command about accounts. */
export function accountsCard(
  command: Extract<Command, { kind: 'not_me' | 'list_accounts' | 'link_account' | 'unlink_account' }>,
  { accounts, of = '' }: Extract<Outcome, { ok: true }>,
  language: Language,
): Card {
  const words = accountWords(language);
  switch (command.kind) {
    case 'not_me':
      return messageCard(language, words.notMe.title(of), [words.notMe.line]);
    case 'link_account':
      return messageCard(language, words.done.linked(of), [words.account(command.account)]);
    case 'unlink_account':
      return messageCard(language, words.done.unlinked(of), [words.account(command.account)]);
    case 'list_accounts': {
      const { lines = [], count = 0 } = accounts ?? {};
      return messageCard(
        language,
        words.list.title(count),
        [
          ...lines.map((line) => accountLine(line, language)),
          ...(count > lines.length ? [words.list.more(count - lines.length)] : []),
          words.howToLine,
        ],
        count > UNLINKED_BY_BUTTON ? [] : lines.map((line) => unlinkButton(line, language)),
      );
    }
    default:
      return command satisfies never;
  }
}

/** With more in the list a button each would not tell which. */
const UNLINKED_BY_BUTTON = 5;

/** Asks first. */
function unlinkButton({ account, name }: AccountLine, language: Language): Button {
  const title = boardActWords(language).unlink.button(name);
  const button = plainButton(`unlink-${account}`, title, encodeAction('ask_unlink', account, 0, name));
  return { ...button, label: `${title} ${account}` };
}

/** 「職員番号 氏名 アカウント（会員、…に確認）」 */
export function accountLine(line: AccountLine, language: Language): string {
  const { account, personId, name, byHand, standing, knownAt, several } = line;
  const words = accountWords(language);
  const known =
    standing === null || knownAt === null
      ? words.list.unknown
      : words.list.known(words.standing[standing], formatInstant(knownAt)[language]);
  const notes = [...(several ? [words.list.several] : []), ...(byHand ? [words.list.byHand] : []), known];
  return words.list.line(personId, name, account, notes);
}
