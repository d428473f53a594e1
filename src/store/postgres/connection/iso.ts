/** SQL: an instant as the record writes it everywhere (ISO, UTC, milliseconds). */
export const iso = (column: string): string =>
  `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
