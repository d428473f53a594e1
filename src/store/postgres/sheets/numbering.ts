/** SQL for the numbering of the sheet `sh`, of which its goals are known: nothing where it is damaged, so that others go on. */
export const NUMBERING = "case when json_typeof(sh.numbering) = 'array' then sh.numbering else '[]' end";
