/**
 * A section's route in the words of a roster: 「係長 確認（個別）→ 課長 承認 → 区長 確認」. A step is a title, what its
 * holder does (承認 when nothing is said) and where: in the channel unless （個別） is said.
 */
import { foldLabel } from '../text/fold.js';
import type { Words } from '../text/language.js';
import { nfkc } from '../text/normal-form.js';
import { POST_ROLES, type PostRole, ROLE_NAMES } from './post-roles.js';
import type { RouteStep } from './route.js';

type RouteRead =
  | { readonly ok: true; readonly steps: readonly RouteStep[] }
  | { readonly ok: false; readonly problem: Words };

const ARROW = '→';
const SEPARATORS = /[→⇒➡⇨▶>、,/|\n]|(?<!-)-+>|(?<!=)=+>/gu;
const ACTS: Readonly<Record<string, RouteStep['act']>> = {
  確認: 'check',
  承認: 'approve',
  confirm: 'check',
  check: 'check',
  approve: 'approve',
};
const PLACES: Readonly<Record<string, RouteStep['where']>> = {
  個別: 'private',
  個人: 'private',
  private: 'private',
  チャンネル: 'channel',
  channel: 'channel',
};
const EXAMPLE = '係長 確認（個別）→ 課長 承認';

/** How titles usually end, the more particular first: 課長補佐 is no 課長. 所長 and 館長 head what stands where a 課 does. */
const TITLE_ENDS: readonly (readonly [RegExp, PostRole])[] = [
  [/補佐$|^副/u, 'assistant_manager'],
  [/係長$|主査$/u, 'subsection_chief'],
  [/(?:部|区|局|本部)長$/u, 'department_head'],
  [/(?:課|所|館|室|場|園|校|センター)長$/u, 'section_manager'],
  [/事務局/u, 'coordinator'],
];

/** The role that a title usually stands for (館長 → section_manager); null when it ends like none of them. */
export function roleOfTitle(title: string): PostRole | null {
  const folded = foldLabel(title);
  const named = POST_ROLES.find(
    (role) => ROLE_NAMES[role].ja === folded || role === folded.toLowerCase() || nameOf(role) === folded,
  );
  return named ?? TITLE_ENDS.find(([end]) => end.test(folded))?.[1] ?? null;
}

const nameOf = (role: PostRole): string => foldLabel(ROLE_NAMES[role].en);

/** Reads a route as typed: steps divided by → ⇒ > 、 , / or a new line, in any width. Says what is wrong with it otherwise. */
export function readRoute(text: string): RouteRead {
  const said = nfkc(text)
    .replaceAll('\r', '\n')
    // Within brackets a comma divides words, not steps.
    .replace(/\(([^()]*)\)/gu, (_all, inner: string) => `(${inner.replace(SEPARATORS, '・')})`)
    .replace(SEPARATORS, ARROW)
    .split(ARROW)
    .map((step) => step.trim())
    .filter((step) => step !== '');
  if (said.length === 0) return wrong('役職がありません。', 'It names no post.');
  const steps: RouteStep[] = [];
  for (const step of said) {
    const read = stepIn(step);
    if (!('role' in read)) return read;
    if (steps.some(({ role }) => role === read.role))
      return wrong(
        `「${ROLE_NAMES[read.role].ja}」が2回あります。1つの役職は1回だけ書きます。`,
        `${ROLE_NAMES[read.role].en} stands twice; name each post once.`,
      );
    steps.push(read);
  }
  if (!steps.some(({ act }) => act === 'approve'))
    return wrong(
      `承認する役職がありません（例: ${EXAMPLE}）。`,
      `Nobody on it approves (such as ${EXAMPLE}).`,
    );
  return { ok: true, steps };
}

/** 「係長 確認（個別）→ 課長 承認」: a route as `readRoute` reads it. */
export function routeText(steps: readonly RouteStep[]): string {
  return steps
    .map(
      ({ role, act, where }) =>
        `${ROLE_NAMES[role].ja} ${act === 'check' ? '確認' : '承認'}${where === 'private' ? '（個別）' : ''}`,
    )
    .join(` ${ARROW} `)
    .replaceAll(`） ${ARROW}`, `）${ARROW}`);
}

function stepIn(step: string): RouteStep | Extract<RouteRead, { ok: false }> {
  const words = [...step.matchAll(/\(([^()]*)\)/gu)].flatMap(([, inner]) =>
    inner!.split(/[・\s]+/u).filter((word) => word !== ''),
  );
  const bare = step.replace(/\([^()]*\)/gu, ' ').trim();
  const act = /(確認|承認|\bconfirm|\bapprove)$/iu.exec(bare)?.[1];
  const title = act === undefined ? bare : bare.slice(0, -act.length).trim();
  if (act !== undefined) words.push(act);
  const acts = new Set<RouteStep['act']>();
  const places = new Set<RouteStep['where']>();
  for (const word of words) {
    const folded = word.toLowerCase();
    if (ACTS[folded]) acts.add(ACTS[folded]);
    else if (PLACES[folded]) places.add(PLACES[folded]);
    else
      return wrong(
        `「${word}」が分かりません。書けるのは 確認・承認・（個別）・（チャンネル）です（例: ${EXAMPLE}）。`,
        `“${word}” is not known; write 確認, 承認, （個別） or （チャンネル）.`,
      );
  }
  if (acts.size > 1 || places.size > 1)
    return wrong(`「${step}」は、どちらか一方だけを書きます。`, `“${step}” says two things at once.`);
  const role = roleOfTitle(title);
  if (role === null)
    return wrong(
      `「${title === '' ? step : title}」は承認経路の役職として読み取れません（例: ${EXAMPLE}）。`,
      `“${title === '' ? step : title}” is not known as a post of a route.`,
    );
  if (role === 'coordinator')
    return wrong(
      '事務局は課の承認経路に入りません。',
      'The coordinator stands outside of a section’s route.',
    );
  return { role, act: [...acts][0] ?? 'approve', where: [...places][0] ?? 'channel' };
}

function wrong(ja: string, en: string): Extract<RouteRead, { ok: false }> {
  return { ok: false, problem: { ja, en } };
}
