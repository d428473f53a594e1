/** The kinds of files that sheets are written to. By itself, because those who only name them need no writer. */
export const FORMATS = ['xlsx', 'csv', 'html', 'pdf', 'json'] as const;
export type Format = (typeof FORMATS)[number];
