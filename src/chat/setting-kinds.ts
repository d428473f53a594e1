/** Kinds of settings that both platforms have. */
import { z } from 'zod';

/** Several values separated by commas; empty: none. */
export const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );

/** true or false; false when not set. */
export const yes = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');

/** The address of an HTTP proxy; empty: none. */
export const proxy = z.union([z.literal(''), z.url()]).default('');
