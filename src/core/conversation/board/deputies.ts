/** 代決者 from the board: each is looked at first, and set when it is confirmed. */
import type { DeputyCommand } from '../../board/deputies.js';
import { isIsoDate } from '../../calendar/japanese-dates.js';
import { typedDay } from '../../calendar/typed-day.js';
import type { Action, ButtonOf } from '../../cards/action.js';
import { deputyForm } from '../../cards/board/deputies.js';
import { deputyWords } from '../../wording/coordinator/deputies.js';
import { aside, record, type Scene, type Told } from '../told.js';

export function pressDeputies(
  { language, today }: Scene,
  name: ButtonOf<'deputies'>,
  { of, with: argument }: Action,
  fields: Readonly<Record<string, string>>,
): Told {
  const command = (one: DeputyCommand): Told => aside(record(one));
  switch (name) {
    case 'deputies':
      return command({ kind: 'show_deputies', section: of });
    case 'open_deputy':
      return { kind: 'form', card: deputyForm(of, argument, language) };
    case 'plan_deputy': {
      const { form } = deputyWords(language);
      const [who, from, until] = [fields.who, fields.from, fields.until].map((one) => (one ?? '').trim());
      const [first, last] = [typedDay(from!, today), typedDay(until!, today)];
      const problems = {
        ...(who === '' ? { who: form.required } : {}),
        ...(from !== '' && first === null ? { from: form.unread } : {}),
        ...(last === null ? { until: until === '' ? form.required : form.unread } : {}),
      };
      return Object.keys(problems).length > 0 || last === null
        ? { kind: 'form_problem', problems }
        : command({ kind: 'set_deputy', post: of, to: who!, from: first, until: last, agreed: false });
    }
    case 'set_deputy_now': {
      const [to = '', from = '', until = ''] = argument.split(' ');
      const agreed = isIsoDate(from) && isIsoDate(until);
      return command({ kind: 'set_deputy', post: of, to, from: agreed ? from : null, until, agreed });
    }
    default:
      return name satisfies never;
  }
}
