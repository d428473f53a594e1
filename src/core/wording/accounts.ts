/** The words about accounts: linked, not any more, one too many; and why nothing is decided with one. */
import type { AccountDoubt, NoMember, Parting, Standing } from '../account/account.js';
import type { Language, Words } from '../text/language.js';

const ja = {
  account: (account: string) => `アカウント：${account}`,
  present: (accounts: readonly string[]) => `登録済みのアカウント：${accounts.join('、') || 'なし'}`,
  waiting: (report: number, decide: number, reply: number) => {
    const parts = [
      ...(decide > 0 ? [`承認 ${decide}件`] : []),
      ...(report > 0 ? [`報告 ${report}件`] : []),
      ...(reply > 0 ? [`質問への回答 ${reply}件`] : []),
    ];
    return parts.length === 0 ? '' : `この方を待っているもの：${parts.join('、')}`;
  },
  linked: {
    title: (name: string) => `このアカウントを「${name}」さんとして登録しました`,
    line: 'ちがうときは、下のボタンを押してください。登録を外し、事務局にお知らせします。',
    notMe: 'わたしではありません',
  },
  unlinked: {
    title: (name: string) => `「${name}」さんのアカウントの登録が外れました`,
    ownTitle: 'アカウントの登録が外れました',
    because: {
      address: '名簿のメールアドレスが、このアカウントのものではなくなったためです。',
      not_me: '「わたしではありません」が押されたためです。',
      by_hand: '事務局が登録を外したためです。',
      replaced: '別のアカウントが登録されたためです。',
    } satisfies Readonly<Record<Parting, string>>,
    next: (of: string) =>
      `名簿のメールアドレスのアカウントから Maru に話しかけると登録されます。手で登録するときは「アカウント連携 アカウント ${of}」と送ってください。`,
    ownNext:
      '名簿のメールアドレスのアカウントから Maru に話しかけると、続けられます。お困りのときは、事務局へご連絡ください。',
  },
  turnedAway: {
    title: (name: string) => `「${name}」さんのアカウントからは、いま受け付けていません`,
    ownTitle: 'このアカウントからは、いま受け付けていません',
    because: {
      guest: 'チャットのサービスで、ゲストのアカウントになっているためです。',
      stranger: 'チャットのサービスで、別の組織のアカウントになっているためです。',
      closed: 'チャットのサービスで、使われていないアカウントになっているためです。',
      unconfirmed: 'アカウントのメールアドレスが、確認されていないためです。',
    } satisfies Readonly<Record<NoMember, string>>,
    next: (of: string) =>
      `所属が元に戻れば、そのまま使えます。それまで、個別のお知らせは届きません。別のアカウントに替えるときは「アカウント連携 アカウント ${of}」と送ってください。`,
    ownNext: '入力された内容は残っています。所属については、事務局へご連絡ください。',
  },
  second: {
    title: (name: string) => `「${name}」さんの2つ目のアカウントは、登録していません`,
    line: (account: string, of: string) =>
      `こちらに替えるときは「アカウント連携 ${account} ${of}」と送ってください。心あたりがなければ、ご本人にご確認ください。`,
  },
  several: {
    title: (name: string) => `「${name}」さんに、いくつかのアカウントが登録されています`,
    line: (of: string) =>
      `一つに決めるまで、どのアカウントからも提出・承認・差戻しはできません。使うものを「アカウント連携 アカウント ${of}」で送ってください。`,
  },
  notMe: {
    title: (name: string) => `「${name}」さんとしての登録を外しました`,
    line: '事務局にお知らせしました。',
  },
  done: {
    linked: (name: string) => `「${name}」さんのアカウントとして登録しました`,
    unlinked: (name: string) => `「${name}」さんのアカウントの登録を外しました`,
  },
  list: {
    title: (count: number) => `登録されているアカウント：${count}件`,
    line: (id: string, name: string, account: string, notes: readonly string[]) =>
      `${id} ${name} ${account}（${notes.join('、')}）`,
    more: (count: number) => `ほかに${count}件あります。「アカウント一覧 氏名」で絞れます。`,
    unknown: '所属は未確認',
    known: (standing: string, at: string) => `${standing}、${at}に確認`,
    several: 'いくつかあるため、選ぶまで承認などはできません',
    byHand: '事務局が登録',
  },
  standing: {
    member: '所属を確認',
    guest: 'ゲスト',
    stranger: '別の組織の方',
    closed: '使われていないアカウント',
    unconfirmed: 'メールアドレスが未確認',
  } satisfies Readonly<Record<Standing, string>>,
  howTo: 'アカウントと職員を指定してください',
  howToLine:
    '「アカウント一覧 氏名」「アカウント連携 アカウント 職員番号」「アカウント解除 アカウント」と送れます。',
  notCoordinator: 'アカウントの一覧と登録は、事務局だけができます',
  notCoordinatorLine: '事務局（取りまとめ課）へご依頼ください。',
};

const en: typeof ja = {
  account: (account) => `Account: ${account}`,
  present: (accounts) => `Linked already: ${accounts.join(', ') || 'none'}`,
  waiting: (report, decide, reply) => {
    const parts = [
      ...(decide > 0 ? [`${decide} to approve`] : []),
      ...(report > 0 ? [`${report} to report`] : []),
      ...(reply > 0 ? [`${reply} to answer`] : []),
    ];
    return parts.length === 0 ? '' : `What waits for this person: ${parts.join(', ')}`;
  },
  linked: {
    title: (name) => `This account is now linked to ${name}`,
    line: 'If that is wrong, press the button. The link ends and the coordinator is told.',
    notMe: 'This is not me',
  },
  unlinked: {
    title: (name) => `An account of ${name} is not linked any more`,
    ownTitle: 'Your account is not linked any more',
    because: {
      address: 'The e-mail address in the roster is not that of this account any more.',
      not_me: 'Somebody pressed “This is not me”.',
      by_hand: 'The coordinator has ended the link.',
      replaced: 'Another account was linked in its place.',
    },
    next: (of) =>
      `An account with the e-mail address of the roster is linked when it writes to Maru. To link one by hand, type “accounts link ACCOUNT ${of}”.`,
    ownNext:
      'Write to Maru from the account with the e-mail address of the roster to go on. If you need help, please contact the coordinator.',
  },
  turnedAway: {
    title: (name) => `Nothing is accepted from the account of ${name} at present`,
    ownTitle: 'Nothing is accepted from this account at present',
    because: {
      guest: 'It is a guest’s account by now, as the platform says.',
      stranger: 'It is an account of another organisation by now, as the platform says.',
      closed: 'It is closed by now, as the platform says.',
      unconfirmed: 'Its e-mail address is not confirmed.',
    },
    next: (of) =>
      `Once it is a member’s again it can be used as before; until then no private notices are sent to it. To use another account, type “accounts link ACCOUNT ${of}”.`,
    ownNext: 'What you entered is kept. Please contact the coordinator about your account.',
  },
  second: {
    title: (name) => `A second account of ${name} was not linked`,
    line: (account, of) =>
      `To use this one instead, type “accounts link ${account} ${of}”. If it is not expected, please ask the person.`,
  },
  several: {
    title: (name) => `Several accounts are linked to ${name}`,
    line: (of) =>
      `Until one is chosen, none of them can submit, approve or return. Type “accounts link ACCOUNT ${of}” with the one to use.`,
  },
  notMe: {
    title: (name) => `This account is not linked to ${name} any more`,
    line: 'The coordinator has been told.',
  },
  done: {
    linked: (name) => `Linked to ${name}`,
    unlinked: (name) => `Not linked to ${name} any more`,
  },
  list: {
    title: (count) => `Linked accounts: ${count}`,
    line: (id, name, account, notes) => `${id} ${name} ${account} (${notes.join(', ')})`,
    more: (count) => `${count} more. Narrow it down with “accounts list NAME”.`,
    unknown: 'standing not yet known',
    known: (standing, at) => `${standing}, ${at}`,
    several: 'one of several: none decides until one is chosen',
    byHand: 'linked by the coordinator',
  },
  standing: {
    member: 'member',
    guest: 'guest',
    stranger: 'of another organisation',
    closed: 'closed',
    unconfirmed: 'e-mail address not confirmed',
  },
  howTo: 'Please name the account and the person',
  howToLine:
    'You can type “accounts list NAME”, “accounts link ACCOUNT PERSON” and “accounts unlink ACCOUNT”.',
  notCoordinator: 'Only the coordinator can list and link accounts',
  notCoordinatorLine: 'Please ask the coordinator (取りまとめ課).',
};

export function accountWords(language: Language): typeof ja {
  return language === 'en' ? en : ja;
}

/** Why nothing is decided with an account, and what to do. */
export const accountRefusals: Readonly<Record<AccountDoubt, Words>> = {
  unchecked: {
    ja: 'いまアカウントの所属を確かめられませんでした。入力された内容は残っています。お手数ですが、もう一度押してください。',
    en: 'Your account could not be checked just now. What you entered is kept. Please press the button again.',
  },
  several: {
    ja: 'あなたのアカウントがいくつか登録されているため、受け付けていません。事務局が一つを選ぶまで、お待ちください。',
    en: 'Several accounts are linked to you, so nothing was decided. Please wait until the coordinator has chosen one.',
  },
  not_linked: {
    ja: 'このアカウントの登録が外れたため、受け付けていません。事務局（取りまとめ課）へご連絡ください。',
    en: 'This account is not linked any more, so nothing was decided. Please contact the coordinator.',
  },
  no_member: {
    ja: 'このアカウントの所属を確認できないため、受け付けていません。事務局（取りまとめ課）へご相談ください。',
    en: 'This account is not known to be a member’s, so nothing was decided. Please talk to the coordinator.',
  },
};

/** The same to 事務局, who is not sent to itself: the accounts are kept at the command line as well. */
export const ownAccountRefusals: Readonly<Record<AccountDoubt, Words>> = {
  unchecked: accountRefusals.unchecked,
  several: {
    ja: 'あなたのアカウントがいくつか登録されているため、受け付けていません。maru accounts で、お使いの一つだけを残してください。',
    en: 'Several accounts are linked to you, so nothing was decided. Please leave only the one you use, with maru accounts.',
  },
  not_linked: {
    ja: 'このアカウントの登録が外れたため、受け付けていません。maru accounts で登録し直してください。',
    en: 'This account is not linked any more, so nothing was decided. Please link it again with maru accounts.',
  },
  no_member: {
    ja: 'このアカウントの所属を確認できないため、受け付けていません。組織のアカウントからお試しください。',
    en: 'This account is not known to be a member’s, so nothing was decided. Please use your organisation’s account.',
  },
};

/** Why somebody who writes is not linked: the e-mail address is not confirmed, or the person has another account. */
export const notLinkedWords = {
  unconfirmed: {
    title: {
      ja: 'メールアドレスが、まだ確認されていません',
      en: 'Your e-mail address is not confirmed yet',
    },
    line: {
      ja: 'アカウントのメールアドレスを確認してから、もう一度お試しください。お困りのときは、事務局へご連絡ください。',
      en: 'Please confirm the e-mail address of your account, then try again. If you need help, please contact the coordinator.',
    },
  },
  second: {
    title: {
      ja: '別のアカウントが、すでに登録されています',
      en: 'Another account of yours is linked already',
    },
    line: {
      ja: 'このアカウントは登録していません。事務局にお知らせしましたので、こちらに替えるときはご連絡ください。',
      en: 'This account was not linked. The coordinator has been told; please contact them to use this one instead.',
    },
  },
} as const;

/** Whom an account is to be linked to. */
export function whichPerson(said: string, ids: readonly string[]): Words {
  return ids.length === 0
    ? { ja: `「${said}」さんは名簿に見つかりませんでした。`, en: `${said} is not in the roster.` }
    : {
        ja: `「${said}」さんが${ids.length}人います。職員番号で指定してください：${ids.join('、')}`,
        en: `There are ${ids.length} people called ${said}. Please name one by number: ${ids.join(', ')}`,
      };
}

export const whichAccount: Words = {
  ja: 'そのアカウントは、どなたにも登録されていません。「アカウント一覧」で確かめてください。',
  en: 'That account is not linked to anybody. See “accounts list”.',
};
