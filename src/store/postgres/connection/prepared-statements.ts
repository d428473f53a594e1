/**
 * Statements that are run for every message: PostgreSQL reads and plans each of them once a connection. Planning is
 * more than half of what loading one person's day costs.
 */
import { createHash } from 'node:crypto';

const names = new Map<string, string>();

/**
 * A statement to be kept by the connection under a name made of its text. Only for texts that are always the same, and
 * whose columns are listed: after a migration `select *` would not fit what was kept. Through a pooler the name is left
 * away (reach.ts).
 */
export function prepared(text: string): { name: string; text: string } {
  const name = names.get(text) ?? createHash('sha256').update(text).digest('hex').slice(0, 32);
  names.set(text, name);
  return { name, text };
}
