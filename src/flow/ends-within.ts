/** Work that does not end is waited for no longer, so that what comes after it has its turn. */

/** Longer than anything takes that ends at all: a large file made (two minutes), and a platform that makes wait. */
export const ENDS_WITHIN_MS = 5 * 60_000;

/** What `work` gives, or an Error when it has not ended within `ms`; it may end all the same later. */
export async function endsWithin<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | null = null;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not end within ${ms / 1000} s`)), ms);
    timer.unref();
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    if (timer) clearTimeout(timer);
  }
}
