/**
 * SQL: an instant as the record writes it everywhere (ISO, UTC, milliseconds). The program writes none before Christ or
 * at the end of time; `to_char` would give the one the name of another, and the other none.
 */
export const iso = (column: string): string =>
  `coalesce(to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
     || case when ${column} < '0001-01-01Z' then ' BC' else '' end, ${column}::text)`;
