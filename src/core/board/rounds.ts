/** What 事務局 does with whole rounds from the chat: opened, changed, closed, published; and what each would do. */
import { createHash } from 'node:crypto';
import type { Round, RoundKind } from '../calendar/round.js';
import type { LooseEnd } from '../report/loose-ends.js';
import { folded } from '../sheet/scale.js';
import { canonicalJson } from '../text/canonical-json.js';
import { mayBeCommand } from '../text/text.js';
import type { YearPlan } from './year.js';

export type RoundCommand =
  /** the list of the rounds, or 年間予定 */
  | { readonly kind: 'show_rounds'; readonly year?: true }
  /** opens a round, or gives one that is open another deadline for all sections; an ISO date */
  | {
      readonly kind: 'open_round';
      readonly fiscalYear: number;
      readonly round: RoundKind;
      readonly dueOn: string;
      readonly agreed: boolean;
    }
  /** `agreed`: what is open and passed over, as it was shown (`marked`); null: only look */
  | { readonly kind: 'close_round'; readonly round: string; readonly agreed: string | null }
  /** 公表 of the sheets of a year that are finished and not published yet; `plan`: as 目標設定 made them, without results */
  | {
      readonly kind: 'publish_year';
      readonly fiscalYear: number;
      readonly plan?: true;
      readonly agreed: string | null;
    };

/** Messages of a round that go out on a day if nobody does anything. */
export type RehearsedDay = {
  /** ISO date */
  readonly day: string;
  /** to channels, and to people in private */
  readonly channels: number;
  readonly people: number;
};

/** Why a round is not opened with these dates. */
export type NoRound =
  | { readonly why: 'past' | 'before_opening' | 'same' | 'section_before_as_of'; readonly section?: string }
  /** the deadline comes before what is reported; `likely`: the year that was likely meant; null: its own */
  | { readonly why: 'before_as_of'; readonly likely: number | null };

export type RoundAct =
  | { readonly what: 'year'; readonly plan: YearPlan }
  | { readonly what: 'rounds'; readonly rounds: readonly Round[]; readonly today: string }
  | {
      readonly what: 'open_round';
      /** with its dates as they would be */
      readonly round: Round;
      /** the deadline before; null for a round that was never opened */
      readonly from: string | null;
      /** it was closed, and is opened again */
      readonly again: boolean;
      /** working days of the city until the deadline */
      readonly workingDays: number;
      readonly sections: number;
      /** who is asked to report */
      readonly people: number;
      readonly days: readonly RehearsedDay[];
      /** sections in which nobody holds a post that reports, and those without a channel, by name */
      readonly vacant: readonly string[];
      readonly unlinked: readonly string[];
      /** of 目標設定: sheets that are made from last year's; not there in what an earlier version kept */
      readonly made?: number;
      /** sections that keep a deadline of their own */
      readonly ownDates: number;
      readonly done: boolean;
    }
  | ({ readonly what: 'no_round'; readonly round: Round } & NoRound)
  /** the office is closed on it: which working days stand before and after */
  | {
      readonly what: 'round_closed_day';
      readonly round: Round;
      readonly holiday: string;
      readonly before: string;
      readonly after: string;
    }
  | {
      readonly what: 'close_round';
      readonly round: Round;
      readonly ends: readonly LooseEnd[];
      readonly done: boolean;
      /** others than agreed to */
      readonly changed: boolean;
    }
  | {
      readonly what: 'publish_year';
      readonly fiscalYear: number;
      readonly plan?: true;
      /** the sections whose sheets would be published, or were */
      readonly ready: readonly string[];
      /** those with a goal that is not approved */
      readonly unready: readonly string[];
      /** how many are published already */
      readonly published: number;
      readonly ends: readonly LooseEnd[];
      /** what a button carries as agreed to */
      readonly mark: string;
      readonly done: boolean;
      readonly changed: boolean;
    }
  | { readonly what: 'unknown_round' };

/** What was shown, in few characters: another list has another. */
export function marked(shown: unknown): string {
  return createHash('sha256').update(canonicalJson(shown)).digest('hex').slice(0, 16);
}

const WORDS = new Set(['時期', '報告の時期', '時期の一覧', '公表', 'rounds', 'publish']);

/** 「報告の時期」 of 事務局: the rounds, and what can be done with each. */
export function meansRounds(text: string): boolean {
  return mayBeCommand(text) && WORDS.has(folded(text));
}
