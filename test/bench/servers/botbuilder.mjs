// A bare botbuilder CloudAdapter that sends one finished card for everything that comes, no store. Requests are
// authenticated with the keys of the local OpenID server; the token for the way out is given, which costs it nothing.
import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from 'botbuilder';
import express from 'express';

const { BENCH_APP_ID, BENCH_TENANT, BENCH_OPENID, BENCH_TOKEN, BENCH_CARD } = process.env;
const AUDIENCE = 'https://api.botframework.com';

class Credentials extends ConfigurationServiceClientCredentialFactory {
  async createCredentials() {
    return {
      async signRequest(request) {
        request.headers.set('authorization', `Bearer ${BENCH_TOKEN}`);
        return request;
      },
    };
  }
}
const authentication = new ConfigurationBotFrameworkAuthentication(
  {
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
    ToChannelFromBotOAuthScope: AUDIENCE,
    ToBotFromChannelTokenIssuer: AUDIENCE,
    OAuthUrl: AUDIENCE,
    ToBotFromChannelOpenIdMetadataUrl: BENCH_OPENID,
    ToBotFromEmulatorOpenIdMetadataUrl: BENCH_OPENID,
    ValidateAuthority: true,
  },
  new Credentials({
    MicrosoftAppId: BENCH_APP_ID,
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: BENCH_TENANT,
    MicrosoftAppPassword: 'unused',
  }),
);
const adapter = new CloudAdapter(authentication);
adapter.onTurnError = async (_context, error) => {
  console.error(error);
  throw error;
};
const content = JSON.parse(BENCH_CARD);

const app = express();
app.post('/teams/messages', express.json(), (request, response) =>
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
