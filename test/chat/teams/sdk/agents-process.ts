/**
 * The newer SDK in a process of its own: its parts are modules of both kinds, which Node.js loads and jest does not. Each
 * message is a turn or `keys`, from where they come; each is answered.
 */
import https from 'node:https';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { openSdk } from '../../../../src/chat/teams/sdk/sdk.js';
import { teamsSettings } from '../../../../src/chat/teams/settings.js';
import { type Asked, outcomeOf } from './turn.js';

const { clearJwksClients } = createRequire(import.meta.url)(
  '@microsoft/agents-hosting',
) as typeof import('@microsoft/agents-hosting');

const sdk = openSdk(teamsSettings.parse(JSON.parse(process.argv[2] ?? '{}')));

process.on('message', async (asked: Asked | { readonly keysAt: string }) => {
  if ('keysAt' in asked) {
    keysComeFrom(asked.keysAt);
    process.send?.(null);
  } else process.send?.(await outcomeOf(sdk, asked));
});

/** It asks for the keys at Microsoft's own address alone: what goes there comes to the stand-in. */
function keysComeFrom(address: string): void {
  clearJwksClients();
  https.globalAgent = new (class extends https.Agent {
    override createConnection() {
      return connect(Number(new URL(address).port), '127.0.0.1');
    }
  })();
}
