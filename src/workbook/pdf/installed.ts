/** Whether the typesetter is here: a part that an installation may leave out (docs/adr/0019-pdf-by-a-typesetter.md). */
import { createRequire } from 'node:module';

export const TYPESETTER = '@myriaddreamin/typst-ts-node-compiler';
/** The version that the tests run with. */
export const TYPESETTER_VERSION = '0.7.0';

/** Loads it; null where it is not installed, or has no program for this machine. */
export function loadTypesetter(): typeof import('@myriaddreamin/typst-ts-node-compiler') | null {
  try {
    return createRequire(import.meta.url)(
      TYPESETTER,
    ) as typeof import('@myriaddreamin/typst-ts-node-compiler');
  } catch (fault) {
    if (isMissing(fault)) return null;
    throw fault;
  }
}

/** Its own loader says so in a sentence where only the part for this machine is not there. */
function isMissing(fault: unknown): boolean {
  const { code, message } = fault as { code?: unknown; message?: unknown };
  return code === 'MODULE_NOT_FOUND' || String(message).includes('native binding');
}
