/**
 * 引継ぎ: who takes over a post from whom. Work belongs to posts, so open reports and approvals are the successor's from
 * the first day on; what the successor needs to know of them is told in one message.
 */
import { morningOf } from '../calendar/office-hours.js';
import { addDays } from '../calendar/working-days.js';
import type { Section } from '../organization/people.js';
import { type Chain, type PostTerms, running, type Term } from '../organization/terms.js';
import { type NoticeAbout, type OwedNotice, owed } from './notice.js';
import { approversOf, type SectionRound, waitsSince } from './section-round.js';

/** A post that was left longer ago, or taken longer ago, is no transfer to tell of any more. In days. */
export const HANDOVER_DAYS = 31;

type Handover = {
  readonly post: PostTerms;
  readonly successor: Term;
  /** who held it before, the latest first */
  readonly predecessors: readonly Term[];
};

/**
 * Who has taken over which post from somebody else, seen from a day: a post of the section, or one above it that its
 * route asks.
 */
export function handoversOn(
  { section, posts }: { readonly section: Pick<Section, 'id' | 'route'>; readonly posts: Chain['posts'] },
  today: string,
): Handover[] {
  return posts
    .filter(
      ({ sectionId, role }) =>
        role !== 'coordinator' &&
        (sectionId === section.id || section.route.some((step) => step.role === role)),
    )
    .flatMap((post) =>
      running(post.holders, today)
        .filter(({ from }) => from > addDays(today, -HANDOVER_DAYS))
        .flatMap((successor) => {
          const predecessors = predecessorsOf(post, successor);
          return predecessors.length === 0 ? [] : [{ post, successor, predecessors }];
        }),
    );
}

/** Whether anything of the section is handed over: in it all that is not done, above it what waited there before. */
export function isHandedOver(
  sectionRound: SectionRound,
  { post, successor }: Handover,
  today: string,
): boolean {
  const { section, goals } = sectionRound;
  if (post.sectionId === section.id)
    return goals.some(({ state, questions }) => state !== 'approved' || questions.length > 0);
  return goals.some(
    (goal) =>
      (waitsSince(goal) ?? today) < successor.from &&
      approversOf(sectionRound, goal, today).some(({ personId }) => personId === successor.personId),
  );
}

function predecessorsOf({ holders }: PostTerms, successor: Term): Term[] {
  // Who goes on beside the successor has not left, and hands nothing over.
  const stays = (personId: string) =>
    running(holders, successor.from).some((one) => one.personId === personId);
  return holders
    .filter(
      ({ personId, until }) =>
        until !== null &&
        until < successor.from &&
        until >= addDays(successor.from, -HANDOVER_DAYS) &&
        personId !== successor.personId &&
        !stays(personId),
    )
    .sort((a, b) => (b.until ?? '').localeCompare(a.until ?? ''));
}

/** The message to a successor: one for each post and term, for ever. */
export function handoverNotice({ post, successor }: Handover, now: string): OwedNotice {
  const about: NoticeAbout = {
    kind: 'handover',
    personId: successor.personId,
    postId: post.id,
    from: successor.from,
  };
  const staleAt = morningOf(addDays(successor.from, HANDOVER_DAYS));
  return owed(about, successor.personId, now, { staleAt, inHours: true });
}
