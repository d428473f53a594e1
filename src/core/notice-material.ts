/**
 * What a notice's card is made from: the record at the moment of delivery, loaded by the store for one notice.
 * `noticeCard(about, material, language)` turns it into a card, or null when nothing is to be said any more.
 */
import type { Person, PostRole, Section } from './people.js';
import type { Report } from './report.js';
import type { Round } from './round.js';
import type { Sheet } from './sheet.js';
import type { Task } from './task.js';

/** One step of a section's route: the role, and the title on the door of the post that has it (課長, 館長 …). */
export type RouteStep = { readonly role: PostRole; readonly title: string };

export type NoticeMaterial =
  /** for `summary` */
  | {
      readonly kind: 'section';
      readonly section: Section;
      readonly route: readonly RouteStep[];
      /** with the section's own dates where it has any */
      readonly round: Round;
      /** every goal of the sheet in its order, each with its latest report */
      readonly tasks: readonly Task[];
      readonly sheet: Sheet;
      /** ISO date in the city */
      readonly today: string;
    }
  /** for `approval`, `approved` and `returned` */
  | {
      readonly kind: 'report';
      readonly section: Section;
      readonly route: readonly RouteStep[];
      /** with its latest report */
      readonly task: Task;
      /**
       * The report the notice is about: for `approved` and `returned` in the version the notice names, as that version
       * stood last, though a newer one may be in `task.report`; for `approval` the latest.
       */
      readonly report: Report;
      readonly today: string;
    }
  /** for `ask_again` (one task) and `reminder` (every task of the round the person may report) */
  | {
      readonly kind: 'person';
      readonly person: Person;
      readonly round: Round;
      /** reported ones too: what is still open is told from `report` */
      readonly tasks: readonly Task[];
      readonly today: string;
    };
