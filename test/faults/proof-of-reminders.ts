/** Every writer of a town is owed one reminder on each morning of the round's end, and sees it once, wherever it came to. */
import { cardWords } from '../../src/core/wording/cards.js';
import type { Screens } from './screens.js';
import type { Person, Town } from './town.js';

const { left } = cardWords('ja').reminder;
/** What stands on each of them, however many goals are left. */
const [SAYS] = left(0).split('0') as [string];

type Row = { readonly key: string; readonly to: string; readonly sent: boolean };

const reminders = async (town: Town): Promise<Row[]> =>
  (
    await town.pool.query<Row>(
      `select key, to_id as "to", ref_id is not null as sent from notices where kind = 'reminder'`,
    )
  ).rows;

/** Who was not sent the reminder of a morning, a date in the city. */
export async function unremindedOn(town: Town, morning: string): Promise<string[]> {
  const sent = (await reminders(town)).filter((one) => one.sent && one.key.includes(morning));
  return town.sections.map(({ staff }) => staff.id).filter((id) => !sent.some(({ to }) => to === id));
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
  const sent = (await reminders(town)).filter((one) => one.sent);
  for (const { staff } of town.sections) {
    const [seen, owed] = [seenBy(screens, staff), sent.filter(({ to }) => to === staff.id).length];
    if (seen !== owed) broken.push(`${staff.id} was sent ${owed} reminders, and sees ${seen}`);
  }
  return broken;
}

/** On both platforms together. */
const seenBy = (screens: Screens, person: Person) =>
  (['slack', 'teams'] as const).flatMap((on) =>
    screens.standing({ person, on }).filter(({ text }) => text.includes(SAYS)),
  ).length;
