// A bare botbuilder CloudAdapter that sends one finished card for everything that comes, no store. Requests are
// authenticated with the keys of the local OpenID server; the token for the way out is given, which costs it nothing.
import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from 'botbuilder';
import { serveCard } from './card-server.mjs';

const { BENCH_APP_ID, BENCH_TENANT, BENCH_OPENID, BENCH_TOKEN } = process.env;
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
serveCard(adapter);
