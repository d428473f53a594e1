/**
 * What the people of a town do with a goal, as they would: a writer answers question by question or in one form, submits
 * and withdraws, a manager approves, returns and takes an approval back. Each waits for what Maru owes, and the ledger
 * keeps what was acknowledged.
 */
import type { Action } from '../../src/core/cards/action.js';
import { UNDO_MINUTES } from '../../src/core/decision/decide-approval.js';
import type { Chance } from './chance.js';
import type { Opener } from './forms.js';
import type { Done, Goal, Ledger, Texts } from './ledger.js';
import type { peopleOf } from './people.js';
import type { Where } from './screens.js';
import type { Person, Platform, Town } from './town.js';
import type { ComesAbout } from './waiting.js';

/** What Maru owes comes about in this time, or never: with a clock that moves on, much longer than it ever takes. */
const OWED_WITHIN_MS = 180_000;
/** What a person who had no answer looks at before going on without. */
const LOOKED_FOR_MS = 10_000;
const FORM_WITHIN_MS = 5_000;
const FORM_TRIES = 20;

export function doingsOf(parts: {
  town: Town;
  people: ReturnType<typeof peopleOf>;
  random: Chance;
  ledger: Ledger;
  comesAbout: ComesAbout;
}) {
  const { town, people, random, ledger, comesAbout } = parts;
  const { screens } = people;
  /** what did not come about, one sentence each */
  const missing: string[] = [];
  let replies = 0;
  let givenUp = 0;

  const either = (): Platform => (random.happens(0.5) ? 'slack' : 'teams');
  const named = ({ section, no }: Goal) => `section ${section.n} goal ${no}`;

  async function recordIs({ id, version }: Goal, state: Goal['state']): Promise<boolean> {
    const { rows } = await town.pool.query<{ version: number; state: string }>(
      'select version, state from reports where id = $1',
      [id],
    );
    return rows[0]?.version === version && rows[0].state === state;
  }

  /** A reply that is acknowledged in the end, or the platform gave up and nobody can count on it. */
  async function say(person: Person, text: string, on = either(), isCommand = false): Promise<boolean> {
    if (!(await people.delivered(people.message(person, on, text)))) {
      givenUp += 1;
      ledger.doubt(person);
      return false;
    }
    replies += 1;
    ledger.step(person, isCommand ? 'saidCommands' : 'said');
    return true;
  }

  async function sayAll(person: Person, texts: readonly string[]): Promise<boolean> {
    for (const text of texts) if (!(await say(person, text))) return false;
    return true;
  }

  /** Opens a form and sends it filled in; null when it never opened. */
  async function fillIn(
    person: Person,
    opener: () => Opener,
    fields: Readonly<Record<string, string>>,
    isCommand: boolean,
  ): Promise<boolean | null> {
    for (let tries = 0; tries < FORM_TRIES; tries += 1) {
      const { make, opened } = opener();
      const pressed = await people.pressed(make);
      if (pressed === 'not known') ledger.doubt(person);
      if (pressed !== 'taken') continue;
      ledger.step(person, 'pressed');
      if (!(await comesAbout(() => opened() !== null, FORM_WITHIN_MS))) continue;
      const taken = await people.delivered(opened()!(fields));
      if (taken) ledger.step(person, isCommand ? 'saidCommands' : 'said');
      else ledger.doubt(person);
      return taken;
    }
    return null;
  }

  /** Waits for it to come about, or for the person to be told to do it again: what was done before is `asked` times of that. */
  async function cameAbout(
    person: Person,
    asked: number,
    isThere: () => boolean | Promise<boolean>,
    budgetMs: number,
  ): Promise<boolean | 'again'> {
    const again = () => people.timesAskedAgain(person) > asked;
    if (!(await comesAbout(async () => (await isThere()) || again(), budgetMs))) return false;
    return (await isThere()) || 'again';
  }

  /**
   * Does a command as `how` says, again as often as the person is asked to, and waits for it to be in the record; what
   * nobody answered may be there or not. `how` gives whether it was acknowledged, null when it could not be done.
   */
  async function decide(
    goal: Goal,
    person: Person,
    what: Done,
    state: Goal['state'],
    how: () => Promise<boolean | null>,
  ): Promise<boolean> {
    for (;;) {
      const asked = people.timesAskedAgain(person);
      const acknowledged = await how();
      if (acknowledged === null) return false;
      const budgetMs = acknowledged ? OWED_WITHIN_MS : LOOKED_FOR_MS;
      const came = await cameAbout(person, asked, () => recordIs(goal, state), budgetMs);
      if (came === 'again') continue;
      if (came) {
        ledger.did(goal, what);
        return true;
      }
      if (acknowledged) missing.push(`${named(goal)}: ${what} was acknowledged and never entered`);
      goal.unsure = what;
      return false;
    }
  }

  /** Presses the button of a command; whether that was acknowledged, null when it stands nowhere. */
  async function press(
    person: Person,
    where: Where,
    wanted: (action: Action) => boolean,
  ): Promise<boolean | null> {
    const pressed = await people.pressed(() => people.pressing(person, where, wanted));
    if (pressed === 'not taken') return null;
    if (pressed === 'taken') ledger.step(person, 'pressedCommands');
    else ledger.doubt(person);
    return pressed === 'taken';
  }

  const ofGoal =
    ({ id, version }: Goal, name: Action['do']) =>
    (action: Action) =>
      action.do === name && action.of === id && action.v === version;

  return {
    missing,
    say,
    get replies() {
      return replies;
    },
    /** events that a platform sent as often as it does, and nobody took */
    get givenUp() {
      return givenUp;
    },

    /** Answers one question after the other. false: goes home in the middle of it. */
    async answer(goal: Goal, { result, status, policy }: Texts): Promise<boolean> {
      const { staff } = goal.section;
      if (!(await sayAll(staff, [`${goal.no}番`, result, '○']))) return false;
      // Said, taken back and said again: the order counts.
      const twice = random.happens(0.25) ? [`${status} 書き直す前`, '戻る'] : [];
      if (!(await sayAll(staff, [...twice, status]))) return false;
      if (random.happens(0.05)) {
        ledger.unfinished.push({ section: goal.section, no: goal.no, result, status });
        return false;
      }
      return say(staff, policy);
    },

    /** Goes through what was submitted before and changes the end of it. */
    correct: ({ section, no }: Goal, { policy }: Texts) => sayAll(section.staff, [`${no}番`, '戻る', policy]),

    /** Fills in the one form. */
    async fillInReport(goal: Goal, { result, status, policy }: Texts): Promise<boolean> {
      const { staff } = goal.section;
      const on = either();
      if (!(await say(staff, `${goal.no}番`, on))) return false;
      const button = () =>
        screens.button({ person: staff, on }, (action) => action.do === 'open_form' && action.of === goal.id);
      if (!(await comesAbout(() => button() !== null, OWED_WITHIN_MS))) {
        missing.push(`${named(goal)}: no button for the form`);
        return false;
      }
      const sends = ({ do: name, of }: Action) => name === 'fill_form' && of === goal.id;
      const fields = { 'result.0': result, 'rating.0': 'achieved', 'status.0': status, policy };
      const filled = await fillIn(staff, () => people.opener(staff, button, sends), fields, false);
      if (filled === null) missing.push(`${named(goal)}: the form never opened`);
      return filled === true;
    },

    /** Submits, and waits to be told so: whoever goes on before that is told so, and what they typed is not taken. */
    async submit(goal: Goal, texts: Texts): Promise<boolean> {
      const { staff } = goal.section;
      const next = { ...goal, version: goal.version + 1 };
      const confirmed = async () =>
        screens.timesTold(staff, `No.${goal.no} を提出しました`) > goal.done.submitted &&
        (await recordIs(next, 'submitted')) &&
        !(await town.drafts.load(staff.id)).desk.drafts[goal.id];
      for (;;) {
        const asked = people.timesAskedAgain(staff);
        if (!(await say(staff, '提出', either(), true))) {
          goal.unsure = 'submitted';
          goal.maybe = texts;
          return false;
        }
        const came = await cameAbout(staff, asked, confirmed, OWED_WITHIN_MS);
        if (came === 'again') continue;
        goal.texts = texts;
        ledger.did(goal, 'submitted');
        if (!came) missing.push(`${named(goal)}: the writer was never told that it was submitted`);
        return came;
      }
    },

    async withdraw(goal: Goal): Promise<boolean> {
      const { staff } = goal.section;
      const where = { person: staff, on: either() };
      if (!(await say(staff, '取り下げ', where.on))) return false;
      const wanted = ofGoal(goal, 'withdraw');
      if (!(await comesAbout(() => screens.button(where, wanted) !== null, OWED_WITHIN_MS))) {
        missing.push(`${named(goal)}: no button to withdraw it`);
        return false;
      }
      const how = () => press(staff, where, wanted);
      if (!(await decide(goal, staff, 'withdrawn', 'withdrawn', how))) return false;
      const told = () => screens.timesTold(staff, `No.${goal.no} を取り下げました`) >= goal.done.withdrawn;
      if (await comesAbout(told, OWED_WITHIN_MS)) return true;
      missing.push(`${named(goal)}: the writer was never told that it was withdrawn`);
      return false;
    },

    /** Approves once the card is there; false when it is not in time, or nobody knows. */
    async approve(goal: Goal, budgetMs: number): Promise<boolean> {
      const { section } = goal;
      const wanted = ofGoal(goal, 'approve');
      if (!(await comesAbout(() => screens.button({ section }, wanted) !== null, budgetMs))) return false;
      const how = () => press(section.chief, { section }, wanted);
      return decide(goal, section.chief, 'approved', 'approved', how);
    },

    /** Gives it back with a comment; false when the card is not there in time, or nobody knows. */
    async giveBack(goal: Goal, budgetMs: number): Promise<boolean> {
      const { section, id, version } = goal;
      const comment = `${named(goal)} 第${version}版 <!channel> 内訳も書いてください`;
      const button = () => screens.button({ section }, ofGoal(goal, 'open_return'));
      if (!(await comesAbout(() => button() !== null, budgetMs))) return false;
      const sends = ({ do: name, of, v }: Action) => name === 'return' && of === id && v === version;
      const opener = () => people.opener(section.chief, button, sends);
      const how = () => fillIn(section.chief, opener, { comment }, true);
      if (!(await decide(goal, section.chief, 'returned', 'returned', how))) return false;
      goal.comments.push({ version, comment });
      return true;
    },

    /** Takes an approval back that was given at `since` by the town's clock; true also when it was too late for that. */
    async undo(goal: Goal, since: number): Promise<boolean> {
      const { section } = goal;
      const where = { person: section.chief, on: section.on };
      const wanted = ofGoal(goal, 'undo_approval');
      if (!(await comesAbout(() => screens.button(where, wanted) !== null, LOOKED_FOR_MS))) return true;
      // What a crash leaves behind is done later, and may then be refused: its time is over.
      const overdue = () => town.clock.now().getTime() - since > UNDO_MINUTES * 60_000;
      const isUndone = () => recordIs(goal, 'submitted');
      for (;;) {
        const asked = people.timesAskedAgain(section.chief);
        const acknowledged = await press(section.chief, where, wanted);
        if (acknowledged === null) return true;
        const budgetMs = acknowledged ? OWED_WITHIN_MS : LOOKED_FOR_MS;
        const came = await cameAbout(
          section.chief,
          asked,
          async () => (await isUndone()) || overdue(),
          budgetMs,
        );
        if (came === 'again') continue;
        if (await isUndone()) {
          ledger.did(goal, 'approval_undone');
          return true;
        }
        if (!came && acknowledged)
          missing.push(`${named(goal)}: approval_undone was acknowledged and never entered`);
        goal.unsure = 'approval_undone';
        return false;
      }
    },
  };
}
