// A bare @microsoft/agents-hosting CloudAdapter that sends one finished card for everything that comes, no store. It asks
// for Microsoft's keys at their own address alone: that leads to the local server. The token for the way out is given.
import https from 'node:https';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import express from 'express';

const { CloudAdapter } = createRequire(import.meta.url)('@microsoft/agents-hosting');
const { BENCH_APP_ID, BENCH_TENANT, BENCH_OPENID, BENCH_TOKEN, BENCH_CARD } = process.env;

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
adapter.onTurnError = async (_context, error) => {
  console.error(error);
  throw error;
};
const content = JSON.parse(BENCH_CARD);

const app = express();
const authorized = (request, response, next) => adapter.authorizeRequest(request, response, next);
app.post('/teams/messages', express.json(), authorized, (request, response) =>
  adapter.process(request, response, async (context) => {
    await context.sendActivity({
      type: 'message',
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
    });
    if (context.activity.type === 'invoke')
      await context.sendActivity({
        type: 'invokeResponse',
        value: {
          status: 200,
          body: {
            statusCode: 200,
            type: 'application/vnd.microsoft.activity.message',
            value: '受け付けました',
          },
        },
      });
  }),
);
const server = app.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
process.on('SIGTERM', () => process.exit(0));
