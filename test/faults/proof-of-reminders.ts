/** Every writer of a town is owed one reminder on each morning of the round's end, and sees it once, wherever it came to. */
import { cardWords } from '../../src/core/wording/cards.js';
import type { Screens } from './screens.js';
import type { Person, Town } from './town.js';

const { left } = cardWords('ja').reminder;
/** What stands on each of them, however many goals are left. */
const [SAYS] = left(0).split('0') as [string];

/** `inDoubt`: Teams did not answer and nothing is found there by a key, so it is given up and shown to the coordinator. */
type Row = { readonly key: string; readonly to: string; readonly sent: boolean; readonly inDoubt: boolean };

const reminders = async (town: Town): Promise<Row[]> =>
  (
    await town.pool.query<Row>(
      `select key, to_id as "to", ref_id is not null as sent, doubtful and given_up as "inDoubt"
       from notices where kind = 'reminder'`,
    )
  ).rows;

/** Who was neither sent the reminder of a morning, a date in the city, nor named to the coordinator because of it. */
export async function unremindedOn(town: Town, morning: string): Promise<string[]> {
  const own = (await reminders(town)).filter(({ key }) => key.includes(morning));
  return town.sections
    .filter(
      ({ staff, on }) =>
        !own.some((one) => one.to === staff.id && (one.sent || (on === 'teams' && one.inDoubt))),
    )
    .map(({ staff }) => staff.id);
}

/** Call when nothing is owed any more, and every writer has had a goal to report on all of these mornings. */
export async function wronglyReminded(
  town: Town,
  screens: Screens,
  mornings: readonly string[],
): Promise<string[]> {
  const broken: string[] = [];
  for (const morning of mornings)
    for (const id of await unremindedOn(town, morning)) broken.push(`${id} was not reminded on ${morning}`);
  const all = await reminders(town);
  for (const { staff, on } of town.sections) {
    const own = all.filter(({ to }) => to === staff.id);
    const [seen, owed] = [seenBy(screens, staff), own.filter((one) => one.sent).length];
    const more = on === 'teams' ? own.filter((one) => one.inDoubt && !one.sent).length : 0;
    if (seen < owed || seen > owed + more)
      broken.push(`${staff.id} was sent ${owed} reminders, and sees ${seen}`);
  }
  return broken;
}

/** On both platforms together. */
const seenBy = (screens: Screens, person: Person) =>
  (['slack', 'teams'] as const).flatMap((on) =>
    screens.standing({ person, on }).filter(({ text }) => text.includes(SAYS)),
  ).length;
