/** 担当 as SQL gives it: one row an owner, with the terms in which that person reports for the section. */
import { iso } from '../connection/iso.js';

/** SQL for those that `which` says (of `w`), as an array in the order of their subjects. */
export const ownersSelect = (which: string): string => `coalesce((
         select json_agg(json_build_object('subject', w.subject, 'personId', w.person_id, 'name', q.name, 'how', w.how,
             'since', ${iso('w.since')}, 'answeredAt', ${iso('w.answered_at')}, 'ended', w.ended,
             'terms', coalesce((select json_agg(json_build_object('from', h.from_on::text, 'until', h.until_on::text)
                 order by h.from_on)
               from holdings h join posts o on o.id = h.post_id
               where h.person_id = w.person_id and o.section_id = w.section_id and o.role <> 'coordinator'), '[]'))
           order by w.subject)
         from goal_owners w join people q on q.id = w.person_id where ${which}), '[]')`;
