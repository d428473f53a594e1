/** What is said when something a person did cannot be taken: what, why, and the next thing to do. */
import type { Refusal } from '../decision/outcome/refusal.js';
import type { Scale } from '../sheet/scale.js';
import type { Words } from '../text/language.js';
import { shorten } from '../text/shorten.js';
import { accountRefusals, ownAccountRefusals, whichAccount, whichPerson } from './accounts.js';
import { decidingWords } from './deciding.js';
import { evidenceSaid } from './evidence/evidence.js';
import { memoRefusal } from './memo/refusals.js';
import { behalfWords } from './owner/behalf.js';
import { forecastRefusal } from './year/forecast.js';
import { targetRefusal } from './year/target-change.js';

export const problemWords = {
  empty: {
    ja: '内容が空でした。もう一度、入力してください。',
    en: 'That was empty. Please enter it again.',
  },
  resultNotRating: {
    ja: '評価は次の質問でお聞きします。ここでは結果の数や内容を入力してください。',
    en: 'The rating is asked next. Please enter the result itself here.',
  },
  pressAButton: {
    ja: '下の「提出する」か「直す」のボタンを選んでください。いまの文は、まだ保存していません。',
    en: 'Please press Submit or one of the Edit buttons below. What you just wrote has not been saved anywhere.',
  },
  atMost(limit: number): Words {
    return {
      ja: `${limit.toLocaleString('ja-JP')}文字までにしてください。`,
      en: `Please keep it within ${limit.toLocaleString('en-US')} characters.`,
    };
  },
  tooLong(limit: number, length: number): Words {
    return {
      ja: `長すぎて保存できませんでした（${length.toLocaleString('ja-JP')}文字）。${problemWords.atMost(limit).ja}`,
      en: `That is too long to save (${length.toLocaleString('en-US')} characters). ${problemWords.atMost(limit).en}`,
    };
  },
  ratingNotUnderstood(scale: Scale): Words {
    const symbols = scale.steps.map((s) => s.symbol).join(' ');
    return {
      ja: `評価として読み取れませんでした。ボタンを押すか、${symbols} のどれかを入力してください。結果を直すときは「戻る」を押してください。`,
      en: `That could not be read as a rating. Press a button or type one of ${symbols}. To correct the result, press Back.`,
    };
  },
  noDraft: {
    ja: 'いまお聞きしている質問はなく、途中の下書きもありません。',
    en: 'No question is open here, and there is no unfinished draft.',
  },
  lateButton: {
    ja: 'そのボタンの質問は、もう回答済みです。いまの質問はこちらです。',
    en: 'The question of that button has already been answered. This is the current one.',
  },
  lookAgain: {
    ja: 'フォームの内容を反映しました。この内容でよければ、もう一度「提出する」を押してください。',
    en: 'What you filled in is shown here. If it is right, press Submit once more.',
  },
  formWasLate: {
    ja: 'フォームを開いたあとに進んだ回答がありました。フォームの内容で上書きしたので、ご確認ください。',
    en: 'Some answers were given after the form was opened. The form has replaced them; please check.',
  },
  /** As much of it as people know it by: 60 UTF-16 units. */
  unsavedText: (text: string): Words => ({
    ja: `入力された「${shorten(text, 60)}」は、まだ保存していません。`,
    en: `What you entered (“${shorten(text, 60)}”) has not been saved.`,
  }),
  notFinished: {
    ja: 'まだ回答していない質問があるため、提出していません。',
    en: 'Not submitted: some questions have no answer yet.',
  },
  english(fieldsJa: readonly string[], fieldsEn: readonly string[]): Words {
    return {
      ja: `${fieldsJa.join('、')}が英語で書かれています。シートは日本語です。このままでも提出できます。`,
      en: `The sheet is in Japanese, and this is in English: ${fieldsEn.join(', ')}. It is printed as you wrote it; you can still submit it so.`,
    };
  },
  unchanged: {
    ja: '差し戻されたあと、何も変わっていません。直すところがなければ、もう一度「提出する」を押すと、このまま提出します。',
    en: 'Nothing has changed since it was returned. If nothing has to be changed, press Submit once more to submit it as it is.',
  },
  nothingEarlier: {
    ja: '前回の回答がありません。入力してください。',
    en: 'There is no earlier answer. Please enter one.',
  },
  firstQuestion: {
    ja: 'これが最初の質問です。',
    en: 'This is the first question.',
  },
  returned(comment: string, by: string): Words {
    return { ja: `${by}から差し戻されています：${comment}`, en: `Returned by ${by}: ${comment}` };
  },
} as const;

/** 「課長」, or 「〇〇さん（課長）」 where the name is not the post itself. */
function whoOf(name: string, post: string): string {
  return name === post ? post : `${name}さん（${post}）`;
}

/** Why something was refused, in plain words with the next thing to do; `own`: to 事務局, who is not sent to itself. */
export function refusalWords(refusal: Refusal, time: (instant: string) => Words, own = false): Words {
  switch (refusal.reason) {
    case 'round_closed':
      return own
        ? {
            ja: 'この報告期間は締め切られました。変更が必要なときは、maru round reopen で差し戻すと、もう一度提出できます。',
            en: 'This round is closed. If something must change, maru round reopen returns it to be submitted again.',
          }
        : {
            ja: 'この報告期間は締め切られました。変更が必要なときは、事務局へご連絡ください。',
            en: 'This round is closed. If something must change, please contact the coordinator.',
          };
    case 'not_entitled':
      return {
        ja: `この操作は、いまの役職ではできません。${refusal.who ? askThem(refusal.who, own).ja : '担当の役職の方にお願いしてください。'}`,
        en: `Your present post does not allow this. ${refusal.who ? askThem(refusal.who, own).en : 'Please ask the holder of the post in charge.'}`,
      };
    case 'own_report':
      return {
        ja: `ご自分が提出した報告は、ご自分では承認・差戻しできません。${refusal.who ? askThem(refusal.who, own).ja : 'あらかじめ決められた代決者にお願いしてください。'}`,
        en: `You cannot approve or return a report you submitted yourself. ${refusal.who ? askThem(refusal.who, own).en : 'Please ask the deputy named for this.'}`,
      };
    case 'not_writer':
      return {
        ja: `取り下げは、提出した方（${refusal.by}）ができます。直してほしいときは、承認する方に差戻しをお願いしてください。`,
        en: `Only the writer (${refusal.by}) can withdraw it. If it must be corrected, ask for it to be returned.`,
      };
    case 'newer_version':
      return {
        ja: `先に${refusal.by}さんが提出しています（${time(refusal.at).ja}）。入力された内容は下書きに残しました。`,
        en: `${refusal.by} submitted this goal before you (${time(refusal.at).en}). Your answers are kept as a draft.`,
      };
    case 'already_decided': {
      const done = {
        approved: { ja: '承認', en: 'approved' },
        returned: { ja: '差戻し', en: 'returned' },
        withdrawn: { ja: '取り下げ', en: 'withdrawn' },
        submitted: { ja: '提出', en: 'submitted' },
        correction_asked: { ja: '修正の申し出', en: 'reopened for a correction' },
      }[refusal.decision];
      return {
        ja: `この報告は、${time(refusal.at).ja}に${whoOf(refusal.by, refusal.post)}が${done.ja}済みです。`,
        en: `This report was ${done.en} by ${refusal.by} (${refusal.post}) at ${time(refusal.at).en}.`,
      };
    }
    case 'stale_version':
      return {
        ja: 'ボタンの内容より新しい版が提出されています。チャンネルの最新のカードをご確認ください。',
        en: 'A newer version than the one on that button exists. Please look at the latest card in the channel.',
      };
    case 'last_look':
    case 'look_together':
      return { ja: decidingWords('ja').lastLook.line, en: decidingWords('en').lastLook.line };
    case 'none_together':
      return { ja: decidingWords('ja').together.none, en: decidingWords('en').together.none };
    case 'not_plain':
      return { ja: decidingWords('ja').together.notPlain, en: decidingWords('en').together.notPlain };
    case 'goes_public':
      return evidenceSaid((words) => `${words.goesPublic(refusal.names)}${words.seePublic}`);
    case 'undo_over':
      return { ja: decidingWords('ja').undoOver, en: decidingWords('en').undoOver };
    case 'undo_published':
      return { ja: decidingWords('ja').undoPublished, en: decidingWords('en').undoPublished };
    case 'target_reported':
    case 'target_asked':
    case 'target_decided':
    case 'target_moved':
    case 'target_same':
      return targetRefusal(refusal);
    case 'not_yet':
    case 'no_forecast':
      return forecastRefusal(refusal);
    case 'not_found':
      return {
        ja: 'その報告は見つかりませんでした。「状況」で今の一覧をご確認ください。',
        en: 'That report was not found. Type “Status” for the present list.',
      };
    case 'incomplete':
      return problemWords.notFinished;
    case 'comment_needed':
      return {
        ja: '差し戻すときは、理由や直してほしい点を書いてください。',
        en: 'Please say what should be corrected when you return a report.',
      };
    case 'upload_gone':
      return {
        ja: 'そのファイルは、もう残っていません。お手数ですが、もう一度送ってください。',
        en: 'That file is not kept any more. Please send it again.',
      };
    case 'upload_refused':
      return {
        ja: refusal.problems.map((problem) => problem.ja).join('\n'),
        en: refusal.problems.map((problem) => problem.en).join('\n'),
      };
    case 'upload_outdated':
      return {
        ja: '確認のあとに記録が変わったため、取り込んでいません。もう一度ファイルを送って、内容をお確かめください。',
        en: 'The record has changed since you were shown the preview, so nothing was entered. Please send the file again.',
      };
    case 'already_answered':
      return {
        ja: `この質問には、${time(refusal.at).ja}に${refusal.by}さんが回答しています。今回の文は載せていません。`,
        en: `${refusal.by} answered this question at ${time(refusal.at).en}. What you wrote now was not posted.`,
      };
    case 'memo':
      return memoRefusal(refusal.why, time);
    case 'post_left':
      return {
        ja: 'この後閲の役職には、いまは就いていません。後閲は後任の方にお願いします。していただくことはありません。',
        en: 'You do not hold that post any more. Whoever holds it now is asked instead; there is nothing for you to do.',
      };
    case 'owned':
      return {
        ja: `${refusal.by}さんが担当になっています。`,
        en: `It is ${refusal.by}’s now.`,
      };
    case 'not_assigning':
      return {
        ja: '担当を決められるのは、その課の課長か課長補佐、または事務局です。',
        en: 'Whose a goal is, is said by the section’s manager or assistant manager, or by 事務局.',
      };
    case 'not_entering':
      return { ja: behalfWords('ja').notEntering, en: behalfWords('en').notEntering };
    case 'behalf_of_whom':
      return {
        ja: behalfWords('ja').noneFor(refusal.names.slice(0, NAMES_MAX).join('、')),
        en: behalfWords('en').noneFor(refusal.names.slice(0, NAMES_MAX).join(', ')),
      };
    case 'which_owner': {
      const { said, names } = refusal;
      return {
        ja: `「${said}」にあたる方が、この課で報告する役職に見つかりません。${names.length === 0 ? '名簿をご確認ください。' : `${names.slice(0, NAMES_MAX).join('、')}から選んでください。`}`,
        en: `Nobody called “${said}” reports for this section.${names.length === 0 ? '' : ` Please choose among ${names.slice(0, NAMES_MAX).join(', ')}.`}`,
      };
    }
    case 'nothing_waits':
      return {
        ja: 'ご自分が提出して承認を待っている報告は、いまはありません。',
        en: 'Nothing that you submitted waits for approval now.',
      };
    case 'nobody_to_nudge':
      return {
        ja: `いま承認できる役職の方がいないため、事務局にお願いしています。${own ? '' : 'お急ぎのときは、事務局へご連絡ください。'}`,
        en: `Nobody holds that post now, so the coordinator is asked. ${own ? '' : 'If it is urgent, please contact the coordinator.'}`.trim(),
      };
    case 'nudged_already': {
      const names = refusal.who.slice(0, NAMES_MAX);
      const more = refusal.who.length > NAMES_MAX;
      return {
        ja: `今日は、${time(refusal.at).ja}に${names.map((name) => `${name}さん`).join('、')}${more ? 'など' : ''}へ催促をお送りしています。次は明日からお送りできます。`,
        en: `${names.join(', ')}${more ? ', …' : ''} ${refusal.who.length === 1 ? 'was' : 'were'} asked today, ${time(refusal.at).en}. You can ask again from tomorrow on.`,
      };
    }
    case 'nobody_to_ask':
      if (refusal.desk)
        return {
          ja: '事務局の担当の方が名簿に登録されていないため、質問をお届けできません。お手数ですが、直接お問い合わせください。',
          en: 'Nobody is in the roster as coordinator, so the question cannot be passed on. Please ask in person.',
        };
      return own
        ? {
            ja: 'この課には、質問を受け取れる担当の方が名簿にいません。名簿に登録してください。',
            en: 'Nobody in the roster of this section can receive the question. Please enter somebody.',
          }
        : {
            ja: 'この課には、質問を受け取れる担当の方が名簿にいません。事務局へご連絡ください。',
            en: 'Nobody in the roster of this section can receive the question. Please contact the coordinator.',
          };
    case 'account':
      return (own ? ownAccountRefusals : accountRefusals)[refusal.why];
    case 'which_person':
      return whichPerson(refusal.said, refusal.ids);
    case 'which_account':
      return whichAccount;
    default:
      return refusal satisfies never;
  }
}

/** Names on one line; more than that nobody asks. */
const NAMES_MAX = 3;

/** Who may decide today, by name; of nobody, that 事務局 is asked. */
function askThem(who: readonly string[], own: boolean): Words {
  const named = who.slice(0, NAMES_MAX);
  if (own && who.length === 0)
    return {
      ja: 'いま判断できる役職の方がいません。名簿に後任か代決者を登録してください。',
      en: 'Nobody may decide today. Please enter a successor or a deputy in the roster.',
    };
  return who.length === 0
    ? {
        ja: 'いま判断できる役職の方がいないため、事務局にお願いしています。',
        en: 'Nobody holds that post now, so the coordinator is asked.',
      }
    : {
        ja: `いま判断できるのは、${named.join('または')}${who.length > NAMES_MAX ? 'など' : ''}です。`,
        en: `Those who may decide today: ${named.join(', ')}${who.length > NAMES_MAX ? ', …' : ''}.`,
      };
}
