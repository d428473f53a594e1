/** What an organisation sets of its pages: names, licence, colour, footer. Checked whole, each mistake with its place. */
import { z } from 'zod';

/** WCAG 2.1, 1.4.3: of text to what is behind it. */
const LEAST_CONTRAST = 4.5;

const line = (most: number) =>
  z
    .string('文字で書いてください。')
    .trim()
    .min(1, '空にはできません。')
    .max(most, `${most}文字までです。`)
    .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), '改行や制御文字は使えません。');

const colour = z
  .string('文字で書いてください。')
  .regex(/^#[0-9a-f]{6}$/iu, '「#1d4f91」のように # と6桁で書いてください。')
  .refine(
    (text) => contrast(text) >= LEAST_CONTRAST,
    '白い文字と並べたときに、薄くて読みにくい色です（比 4.5 以上にしてください）。',
  );

const address = z
  .string('文字で書いてください。')
  .refine((text) => /^https?:\/\/[^\s"<>]+$/u.test(text), 'https:// で始まるアドレスにしてください。');

const themeSchema = z.strictObject({
  /** name of the city */
  organization: line(60).optional(),
  /** of the whole site */
  title: line(80).optional(),
  /** the line at the foot of every page */
  footer: line(400).optional(),
  licence: z.strictObject({ name: line(120), url: address.optional() }).optional(),
  /** of the head and of links */
  colour: colour.optional(),
  /** what the logo shows, read aloud; '' where its name stands beside it anyway */
  logoText: z.string('文字で書いてください。').max(80).optional(),
  /** given: the texts of the frame stand in English, too */
  english: z.strictObject({ organization: line(80), title: line(120).optional() }).optional(),
});

type ThemeTexts = z.infer<typeof themeSchema>;

/** A theme with its files. */
export type Theme = ThemeTexts & {
  /** below the own style, ends it */
  readonly css: string;
  /** beside the start page */
  readonly logo: string | null;
};

export const DEFAULT_THEME: Theme = { css: '', logo: null };
export const DEFAULT_TITLE = { ja: '組織目標管理シート', en: 'Organizational goals and results' } as const;
export const DEFAULT_COLOUR = '#1d4f91';

/** The theme that this JSON says, or each mistake in a sentence. */
export function readTheme(
  json: unknown,
): { readonly theme: ThemeTexts } | { readonly problems: readonly string[] } {
  const read = themeSchema.safeParse(json);
  if (read.success) return { theme: read.data };
  return {
    problems: read.error.issues.map((issue) => {
      const place = issue.path.length === 0 ? '' : `${issue.path.map(String).join('.')}: `;
      if (issue.code === 'unrecognized_keys')
        return `${place}「${issue.keys.join('」「')}」という項目はありません。使えるのは ${namesAt(issue.path).join('、')} です。`;
      return `${place}${issue.code === 'invalid_type' && issue.expected === 'object' ? '{ } で囲んだ項目の組にしてください。' : issue.message}`;
    }),
  };
}

function namesAt(path: readonly PropertyKey[]): string[] {
  const [first] = path;
  if (first === 'licence') return ['name', 'url'];
  if (first === 'english') return ['organization', 'title'];
  return Object.keys(themeSchema.shape);
}

/** Contrast of a colour (#rrggbb) with white (WCAG 2.1, relative luminance). */
export function contrast(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
}

/**
 * What of a style would fetch something, in the words of its file; null when nothing does: pages ask nothing of anybody
 * (a `url()` that is neither `data:` nor a name beside it, `@import`, and escapes that could hide either).
 */
export function reachesOut(css: string): string | null {
  const bare = css.toLowerCase();
  if (bare.includes('@import')) return '@import';
  if (bare.includes('\\')) return '\\';
  for (const name of ['url(', 'src(', 'image(', 'image-set(']) {
    for (let at = bare.indexOf(name); at >= 0; at = bare.indexOf(name, at + 1)) {
      const inside = bare.slice(at + name.length, at + name.length + 60).replace(/^[\s"']+/u, '');
      if (!inside.startsWith('data:')) return css.slice(at, at + 40);
    }
  }
  return null;
}
