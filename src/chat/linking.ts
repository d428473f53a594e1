/** What both platforms say when a coordinator links a channel, and which section was meant. */
import type { AccountDoubt } from '../core/account/account.js';
import type { Card } from '../core/cards/card.js';
import { messageCard } from '../core/cards/message.js';
import type { NamedSection } from '../core/organization/find-section.js';
import type { Language } from '../core/text/language.js';
import { mayBeCommand } from '../core/text/text.js';
import { accountRefusals } from '../core/wording/accounts.js';
import { interviewWords } from '../core/wording/interview.js';

const ja = (command: string) => ({
  which: 'どの課のチャンネルにしますか',
  whichLine: `「${command} 連携 課の名前」と送ってください。例：${command} 連携 建設課`,
  notCoordinator: 'チャンネルの連携は、事務局だけができます',
  notCoordinatorLine: '事務局（取りまとめ課）へご依頼ください。',
  notFound: (name: string) => `「${name}」という課は見つかりませんでした`,
  several: (name: string) => `「${name}」に当てはまる課がいくつかあります`,
  names: (names: string) => `次の中から、名前をそのまま書いてください：${names}`,
  outside: '社外の方がいるチャンネルには連携できません',
  outsideLine: '報告の内容が組織の外に見えないよう、庁内だけのチャンネルで連携してください。',
  done: (name: string) => `このチャンネルを「${name}」の報告先にしました`,
  doneLine: '提出された報告と承認のお願いを、ここにお届けします。',
});

const en = (command: string): ReturnType<typeof ja> => ({
  which: 'Which section does this channel belong to?',
  whichLine: `Send “${command} link NAME”, for example: ${command} link 建設課`,
  notCoordinator: 'Only the coordinator (事務局) can link channels',
  notCoordinatorLine: 'Please ask the coordinator.',
  notFound: (name) => `There is no section called “${name}”`,
  several: (name) => `Several sections match “${name}”`,
  names: (names) => `Please write one of these exactly: ${names}`,
  outside: 'A channel with people from outside cannot be linked',
  outsideLine: 'Please use a channel of your own organisation, so that reports stay inside.',
  done: (name) => `This channel now receives the reports of “${name}”`,
  doneLine: 'Submitted reports and requests for approval will appear here.',
});

/** @param command how the bot is called on the platform: `/maru`, `@Maru` */
export function linkingWords(language: Language, command: string): ReturnType<typeof ja> {
  return language === 'ja' ? ja(command) : en(command);
}

const LINK = /^(?:連携|link)(?:[\s\u3000]+(.*))?$/isu;

/** 「連携 建設課」: the name of the section; '' when none is named, null when the text is something else. */
export function linkedSection(text: string): string | null {
  const said = text.trim();
  const found = mayBeCommand(said) ? LINK.exec(said) : null;
  return found ? (found[1] ?? '').trim() : null;
}

type Meant =
  | { readonly ok: true; readonly id: string; readonly name: string }
  | { readonly ok: false; readonly title: string; readonly line: string };

/** The one section meant by what was `said`, or in words why there is none. */
export function sectionMeant(
  named: NamedSection,
  said: string,
  words: ReturnType<typeof linkingWords>,
): Meant {
  const which = { ok: false, title: words.which, line: words.whichLine } as const;
  if (named.ok) return said === '' ? which : named;
  const names = words.names(named.names.join('、'));
  switch (named.reason) {
    case 'not_coordinator':
      return { ok: false, title: words.notCoordinator, line: words.notCoordinatorLine };
    case 'not_found':
      if (said === '') return which;
      return {
        ok: false,
        title: words.notFound(said),
        line: named.names.length > 0 ? names : words.whichLine,
      };
    case 'several':
      return said === '' ? which : { ok: false, title: words.several(said), line: names };
    default:
      return named.reason satisfies never;
  }
}

/** Nothing is linked with an account of which it is not known that it is still the coordinator's. */
export function doubtCard(why: AccountDoubt, language: Language): Card {
  const { refusedTitle } = interviewWords(language);
  return messageCard(language, refusedTitle, [accountRefusals[why][language]]);
}
