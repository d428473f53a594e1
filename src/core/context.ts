/** Everything from the world that a step of the conversation may look at. Loaded before, an argument, never fetched. */
import type { Actor } from './people.js';
import type { Task } from './task.js';
import type { Closures } from './working-days.js';

export type Context = {
  /** ISO instant */
  readonly now: string;
  /** ISO date in the city */
  readonly today: string;
  readonly actor: Actor;
  /** the goals of open rounds this person may report, in the order of the sheet; reported ones too */
  readonly tasks: readonly Task[];
  /** the task or report that the pressed button named, when it is not among `tasks`; null when there is none */
  readonly named: Task | null;
  /** the task whose reminder's thread the input came from; null elsewhere */
  readonly threadTask: string | null;
  /** by section: where its working days differ from the rule */
  readonly closures?: Readonly<Record<string, Closures>>;
};
