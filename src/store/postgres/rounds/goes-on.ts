/**
 * SQL: whether anything goes on in a round (`r`) for a section: the round is open, or a report in it was reopened and is not
 * approved yet. What was reopened is read once, however many rounds and sections are asked about.
 */
export const goesOn = (section: string): string =>
  `(r.state = 'open' or (r.id, ${section}) in (select p.round_id, p.section_id from reports p where p.reopened))`;
