/**
 * The texts of the templates as the library reads them. Empty in the sources: the build puts in what stands in `cards`
 * (`.ci/build.mjs`). What is not here is read by the library when it is needed.
 */
import type { Read } from './expression.js';

export const READ_TEXTS: Readonly<Record<string, Read>> = {};
