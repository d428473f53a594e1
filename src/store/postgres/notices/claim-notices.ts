/** How notices are taken for delivery: one statement, carried out by several instances at once. */

import { LINKED } from '../accounts/accounts.js';
import { newerAbout } from '../ledger/owed-notices.js';

/** Times a notice is begun without an end before it is put aside. */
const MOST_UNENDED = 3;

/**
 * $1 now, $2 end of the lease, $3 limit, $4 keys or null, $5 it is between nine and five, $6 the date in the city, $7 a
 * working day by the rule, $8 the kinds and $9 the form known here (a newer version's are left to it).
 *
 * A section's closures were applied when the notice was scheduled; a day on which the section is open though others are
 * closed counts for its channel and its people. What stands under a root waits until the root stands; where nobody can
 * tell whether it does, or the root was put aside, it is posted by itself, so that no goal waits for ever. A lease that
 * ran out without an answer counts as one try, and as a doubt: the message may have gone out. The process that held it
 * may have been ended by this very notice, so it is taken after all others and alone, and not any more after the third time.
 */
export const CLAIM = `
with due as (
  select n.key, n.due_at, n.unended, n.sending_until is not null or n.unended > 0 as alone,
    n.sending_until is not null and n.unended + 1 >= ${MOST_UNENDED} as over
  from notices n left join notices root on root.key = n.under
  where n.settled < n.wanted and not n.given_up
    and n.kind = any($8) and not (${newerAbout('n', '$9')})
    and n.due_at <= $1 and (n.stale_at is null or n.stale_at > $1)
    and (n.next_try is null or n.next_try <= $1)
    and (n.sending_until is null or n.sending_until <= $1)
    and (n.under is null or root.ref_id is not null or (root.given_up and (root.doubtful or root.reason = 'never_ended')))
    and (not n.in_hours or ($5::boolean and (
      coalesce((select c.kind = 'open' from calendar_days c
                where c.section_id = '' and c.day = $6::date), $7::boolean)
      or exists (select 1 from calendar_days c where c.day = $6::date and c.kind = 'open' and (
        n.to_kind = 'channel' and c.section_id = n.to_id
        or n.to_kind = 'person' and c.section_id in (
          select o.section_id from holdings h join posts o on o.id = h.post_id
          where h.person_id = n.to_id and h.from_on <= $6::date
            and (h.until_on is null or h.until_on >= $6::date)))))))
    and ($4::text[] is null or n.key = any($4))
  order by n.sending_until is not null or n.unended > 0, n.under is not null, n.due_at, n.key
  limit $3
  for update of n skip locked
), chosen as (
  select key, over from due where over or not alone
  union all
  (select key, over from due where not over and not exists (select 1 from due d where not d.alone)
   order by unended, due_at, key limit 1)
), taken as (
  update notices n set sending_until = case when over then null else $2::timestamptz end,
    doubtful = n.doubtful or (n.sending_until is not null and n.posting_since is not null),
    attempts = n.attempts + case when n.sending_until is null then 0 else 1 end,
    unended = n.unended + case when n.sending_until is null then 0 else 1 end,
    given_up = over, reason = case when over then 'never_ended' else n.reason end
  from chosen where n.key = chosen.key
  returning n.*
)
select t.key, t.about, t.to_kind, t.to_id, t.wanted, t.ref_place, t.ref_id, t.doubtful, t.attempts, t.sent_content,
  root.ref_place as under_place, root.ref_id as under_id,
  c.place as channel, d.place as direct, p.language, p.email,
  (select json_agg(json_build_object('person', a.person_id, 'account', a.account, 'standing', a.standing, 'knownAt', a.known_at)
     order by a.linked_at desc) from accounts a
   where t.to_kind = 'person' and a.person_id = t.to_id and ${LINKED}) as accounts
from taken t
left join notices root on root.key = t.under
left join channels c on t.to_kind = 'channel' and c.section_id = t.to_id
left join direct_places d on t.to_kind = 'person' and d.person_id = t.to_id
left join people p on t.to_kind = 'person' and p.id = t.to_id
where not t.given_up
order by t.under is not null, t.due_at, t.key`;
