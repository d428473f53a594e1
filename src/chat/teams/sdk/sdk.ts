/** Which SDK of Microsoft's is behind the contract: the Bot Framework SDK, whose support has ended, or its successor. */
import type { TeamsSettings } from '../settings.js';
import { openAgents } from './agents.js';
import { openBotbuilder } from './botbuilder.js';
import type { Sdk } from './contract.js';

/**
 * The SDK with the bot's credentials. Throws when they are missing. `settings` null:
 * nobody is authenticated at all, for the demo on loopback only.
 */
export function openSdk(settings: TeamsSettings | null): Sdk {
  return settings?.TEAMS_SDK === 'agents' ? openAgents(settings) : openBotbuilder(settings);
}
