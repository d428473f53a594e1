/** Whether the newer SDK is here: it is no part of an installation until it is wanted. */
import { createRequire } from 'node:module';

export const AGENTS_PACKAGE = '@microsoft/agents-hosting';
/** The version that the tests run with. */
export const AGENTS_VERSION = '1.8.1';

/** How it is installed, in one sentence; null where it is. */
export function agentsMissing(): string | null {
  try {
    createRequire(import.meta.url).resolve(AGENTS_PACKAGE);
    return null;
  } catch {
    return `TEAMS_SDK: agents には ${AGENTS_PACKAGE} が要ります。Maru のフォルダーで npm install --no-save ${AGENTS_PACKAGE}@${AGENTS_VERSION} を実行してください / it is not installed: run that command in Maru's folder`;
  }
}
