/** The languages Maru speaks. Japanese is the first; a person chooses. */
export type Language = 'ja' | 'en';

/** The same sentence in each language. */
export type Words = { readonly ja: string; readonly en: string };
