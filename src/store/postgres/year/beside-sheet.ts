/** SQL for what stands beside a sheet `sh` of other years, and of its own beside its reports. */
import { linkName } from '../../../core/evidence/name.js';
import type { MemoBeside } from '../../../core/memo/beside.js';
import type { YearNote } from '../../../core/report/year/year-note.js';

/** What the sections of before had last year, where `sh` is of one that goes on with others (`goingAlong` says which do). */
export const FORMER = `coalesce((
         select json_agg(json_build_object('id', f.id, 'goals', u.goals, 'content', f.content, 'numbering', f.numbering,
           'reports', coalesce((select json_agg(json_build_object('id', p.id, 'body', p.body)) from reports p
             where p.section_id = f.section_id and p.round_id = f.fiscal_year || '-yearend'), '[]'),
           'targets', coalesce((select json_agg(tc.body) from target_changes tc where tc.sheet_id = f.id), '[]')) order by f.id)
         from successions u join sheets f on f.section_id = u.from_id and f.fiscal_year = sh.fiscal_year - 1
         where u.to_id = sh.section_id and u.from_id <> u.to_id
           and (u.effective_on > make_date(f.fiscal_year, 4, 1) or not exists (
             select 1 from successions g where g.from_id = u.from_id and (g.effective_on > u.effective_on
               or g.to_id = u.from_id and g.effective_on = u.effective_on)))), '[]')`;

/** 来年の担当者へ of its year and before, of its section and those whose work it goes on with. */
export const YEAR_NOTES = `coalesce((
         select json_agg(json_build_object('indicatorId', yn.indicator_id, 'fiscalYear', yn.fiscal_year, 'goalNo', yn.goal_no,
           'goal', yn.goal, 'indicator', yn.indicator, 'note', yn.note) order by yn.fiscal_year, yn.indicator_id)
         from year_notes yn where yn.fiscal_year <= sh.fiscal_year and yn.section_id in
           (select sh.section_id union select u.from_id from successions u where u.to_id = sh.section_id)), '[]')`;

/** 実績メモ of its year about its goals, by their days, with what their files are called. */
export const MEMOS = `coalesce((
         select json_agg(json_build_object('goalId', m.goal_id, 'indicatorId', m.indicator_id, 'day', m.day::text,
           'number', m.number, 'text', m.text, 'link', m.link, 'files', (select json_agg(ev.body->>'name' order by ev.body->'by'->>'at', ev.id)
             from evidence ev where ev.section_id = m.section_id and ev.fiscal_year = m.fiscal_year and ev.memo_id = m.id)) order by m.day, m.noted_at, m.id)
         from memos m where m.section_id = sh.section_id and m.fiscal_year = sh.fiscal_year and m.goal_id is not null), '[]')`;

type MemoRow = Omit<MemoBeside, 'evidence'> & {
  readonly link: string;
  readonly files: readonly string[] | null;
};
export type BesideRows = { readonly year_notes: YearNote[]; readonly memos: readonly MemoRow[] };

/** What stands beside its goals, where anything does. */
export const besideIn = ({ year_notes: yearNotes, memos }: BesideRows) => ({
  ...(yearNotes.length > 0 ? { yearNotes } : {}),
  ...(memos.length > 0 ? { memos: memos.map(memoIn) } : {}),
});

function memoIn({ link, files, ...memo }: MemoRow): MemoBeside {
  // A link that stands in the text is read there.
  const named = link === '' || memo.text.includes(link) ? [] : [linkName(link)];
  const evidence = [...(files ?? []), ...named];
  return evidence.length > 0 ? { ...memo, evidence } : memo;
}
