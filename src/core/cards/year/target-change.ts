/** 目標の変更: which target, the request as it stands in the channel or in private, its forms, and what came of it. */
import { formatInstant } from '../../calendar/format-instant.js';
import type { Section } from '../../organization/people.js';
import { ROLE_NAMES } from '../../organization/post-roles.js';
import { stepAt, type TitledStep } from '../../organization/route.js';
import type { TargetChange, TargetItem } from '../../report/year/target-change.js';
import type { Language } from '../../text/language.js';
import { shorten } from '../../text/shorten.js';
import { onOneLine } from '../../text/text.js';
import { cardWords } from '../../wording/cards.js';
import { decidingWords } from '../../wording/deciding.js';
import { targetChangeWords } from '../../wording/year/target-change.js';
import { type Action, encodeAction } from '../action.js';
import type { Button, Card, Field } from '../card.js';
import { textField } from '../field.js';
import { messageCard, plainButton } from '../message.js';
import { approvalWords, signedBy } from '../report-rows.js';
import { dayOf, targetText } from './target-text.js';

/** What a button may carry of a name and a target, for the form that opens without the record. In UTF-16 units. */
const CARRIED = 90;

/** 「目標変更」: each indicator with its target and the button that asks. */
export function targetsCard(items: readonly TargetItem[], language: Language): Card {
  const words = targetChangeWords(language);
  if (items.length === 0) return messageCard(language, words.none, [words.noneLine]);
  const several = new Set(items.map(({ section }) => section)).size > 1;
  return {
    name: 'tasks',
    language,
    view: {
      title: words.list,
      lines: [words.listLine],
      items: items.map((item) => {
        const { goalNo, section, indicator, target, changed, waits, reported, indicatorId } = item;
        const goal = several ? `${section} No.${goalNo}` : `No.${goalNo}`;
        const carried = shorten(onOneLine(`No.${goalNo} ${indicator}`), CARRIED);
        const now = shorten(onOneLine(target), CARRIED);
        return {
          title: `${goal} ${indicator}`,
          state: targetText(target, changed, language),
          detail: waits ? words.asked(waits.after) : reported ? words.reported : '',
          buttons: waits
            ? [withdrawButton(waits, goal, language)]
            : reported
              ? []
              : [
                  {
                    ...plainButton(
                      `open_target-${indicatorId}`,
                      words.ask,
                      encodeAction('open_target', indicatorId, 0, `${carried} ： ${now}`),
                    ),
                    label: words.askLabel(goal, indicator),
                  },
                ],
        };
      }),
      buttons: [],
    },
  };
}

/** 申し出を取り下げる. */
export function withdrawButton({ id }: TargetChange, goal: string, language: Language): Button {
  const { withdraw, withdrawLabel } = targetChangeWords(language);
  const button = plainButton(`withdraw_target-${id}`, withdraw, encodeAction('withdraw_target', id));
  return { ...button, label: withdrawLabel(goal) };
}

const field = (id: string, label: string, placeholder: string, required: string, long: number): Field =>
  textField({
    id,
    label,
    placeholder,
    multiline: id === 'reason',
    maxLength: long,
    errorMessage: required,
  });

/** Longest target and reason. In UTF-16 units. */
export const TARGET_MAX = 200;
export const REASON_MAX = 500;

/** The form that asks; what is named in it comes with the button, and is looked up anew when it is sent. */
export function targetForm({ of, with: named }: Action, language: Language): Card {
  const { form } = targetChangeWords(language);
  const { target, reason, targetPlaceholder, reasonPlaceholder, required } = form;
  return {
    name: 'form',
    language,
    view: {
      title: form.title,
      intro: [named, form.intro],
      groups: [
        {
          heading: '',
          facts: [],
          fields: [
            field('target', target, targetPlaceholder, required, TARGET_MAX),
            field('reason', reason, reasonPlaceholder, required, REASON_MAX),
          ],
        },
      ],
      send: {
        id: 'send',
        title: form.send,
        label: form.send,
        style: 'primary',
        action: encodeAction('ask_target', of, 0, named),
      },
      cancel: form.cancel,
    },
  };
}

type TargetMaterial = {
  readonly section: Section;
  readonly route: readonly TitledStep[];
  readonly change: TargetChange;
};

/** A request that waits; `decides`: for the decision of whom it is shown to. */
export type WaitingTarget = TargetMaterial & { readonly decides: boolean };

/**
 * The request with its state. `asked`: the step that somebody is asked for in private; left out: as it stands in the
 * channel.
 */
export function targetCard(
  { section, route, change }: TargetMaterial,
  language: Language,
  asked?: number,
): Card {
  const words = targetChangeWords(language);
  const at = change.approvals.length;
  const step = change.state === 'asked' ? stepAt(section.route, at) : null;
  const mine = asked === undefined ? step?.where !== 'private' : asked === at;
  const goal = `${section.name} No.${change.goalNo}`;
  return messageCard(
    language,
    words.title(goal),
    [
      change.indicator,
      words.before(change.before),
      words.after(change.after),
      words.reason(change.reason),
      words.by(signedBy(change.by, language), formatInstant(change.by.at)[language]),
      ...change.approvals.map((one) =>
        approvalWords(one, language)(signedBy(one, language), formatInstant(one.at)[language]),
      ),
      stateLine(change, step ? route[at]?.title || ROLE_NAMES[step.role][language] : '', language),
      ...(change.state === 'asked' && !mine && asked === undefined
        ? [decidingWords(language).inPrivate]
        : []),
    ],
    step && mine ? decideButtons(change, goal, language) : [],
  );
}

export function stateLine(change: TargetChange, post: string, language: Language): string {
  const words = targetChangeWords(language);
  const cards = cardWords(language);
  switch (change.state) {
    case 'asked':
      return cards.waitingFor(post);
    case 'approved':
      return words.approved(dayOf(change.approvals.at(-1)!.at));
    case 'returned': {
      const { returned } = change;
      return returned
        ? cards.returnedBy(signedBy(returned, language), formatInstant(returned.at)[language])
        : '';
    }
    case 'withdrawn': {
      const { withdrawn } = change;
      return withdrawn
        ? words.withdrawn(signedBy(withdrawn, language), formatInstant(withdrawn.at)[language])
        : '';
    }
    default:
      return change.state satisfies never;
  }
}

export function decideButtons({ id, approvals }: TargetChange, goal: string, language: Language): Button[] {
  const words = targetChangeWords(language);
  const at = approvals.length;
  return [
    {
      ...plainButton('approve_target', words.approve, encodeAction('approve_target', id, at), 'primary'),
      label: words.approveLabel(goal),
    },
    {
      ...plainButton(
        'return_target',
        words.giveBack,
        encodeAction('open_return_target', id, at, shorten(goal, CARRIED)),
      ),
      label: words.giveBackLabel(goal),
    },
  ];
}

/** To who asked, in private: how it was decided; null while it is not. */
export function targetDecidedCard({ section, change }: TargetMaterial, language: Language): Card | null {
  const words = targetChangeWords(language);
  const goal = `${section.name} No.${change.goalNo}`;
  const lines = [change.indicator, words.before(change.before), words.after(change.after)];
  if (change.state === 'approved')
    return messageCard(language, words.decided.approved(goal), [...lines, stateLine(change, '', language)]);
  if (change.state !== 'returned' || !change.returned) return null;
  return messageCard(language, words.decided.returned(goal), [
    ...lines,
    stateLine(change, '', language),
    cardWords(language).returned.comment(change.returned.comment),
    words.again,
  ]);
}

/** To who has just done it. */
export function targetDoneCard(
  kind: 'ask_target' | 'approve_target' | 'return_target' | 'withdraw_target',
  { change, section }: { readonly change: TargetChange; readonly section: string },
  language: Language,
): Card {
  const words = targetChangeWords(language);
  const goal = `${section} No.${change.goalNo}`;
  const lines = [change.indicator, words.before(change.before), words.after(change.after)];
  switch (kind) {
    case 'ask_target':
      return messageCard(language, words.sent(goal), [...lines, words.sentLine]);
    case 'withdraw_target':
      return messageCard(language, words.taken(goal), lines);
    case 'approve_target':
      return messageCard(language, words.youApproved(goal), lines);
    case 'return_target':
      return messageCard(language, words.youReturned(goal), lines);
    default:
      return kind satisfies never;
  }
}
