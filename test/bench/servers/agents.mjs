// A bare @microsoft/agents-hosting CloudAdapter that sends one finished card for everything that comes, no store. It asks
// for Microsoft's keys at their own address alone: that leads to the local server. The token for the way out is given.
import https from 'node:https';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { serveCard } from './card-server.mjs';

const { CloudAdapter } = createRequire(import.meta.url)('@microsoft/agents-hosting');
const { BENCH_APP_ID, BENCH_TENANT, BENCH_OPENID, BENCH_TOKEN } = process.env;

const keys = Number(new URL(BENCH_OPENID).port);
https.globalAgent = new (class extends https.Agent {
  createConnection() {
    return connect(keys, '127.0.0.1');
  }
})();

const adapter = new CloudAdapter({
  clientId: BENCH_APP_ID,
  tenantId: BENCH_TENANT,
  clientSecret: 'unused',
  issuers: ['https://api.botframework.com'],
  validateIssuer: true,
});
const given = { getAccessToken: async () => BENCH_TOKEN };
adapter.connectionManager.getTokenProvider = () => given;
adapter.connectionManager.getTokenProviderFromActivity = () => given;
const authorized = (request, response, next) => adapter.authorizeRequest(request, response, next);
serveCard(adapter, authorized);
