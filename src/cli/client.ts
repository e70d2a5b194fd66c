import { parseArgs } from 'node:util';
import { registerService } from '../modules/identity-provider/index.js';
import { readConfig } from '../platform/config.js';
import { Refusal } from '../platform/errors.js';
import { type Command, print } from './command.js';
import { withContext } from './with-context.js';

const USAGE =
  'Usage : esculape client --name "Mon service" --redirect <adresse> [--logout <adresse>] [--pkce] [--strict]';

export const client: Command = {
  name: 'client',
  usage: '--name … --redirect …',
  summary: 'enregistre un service auprès de Pro Santé Connect et donne son secret, une fois',
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        name: { type: 'string' },
        redirect: { type: 'string', multiple: true },
        logout: { type: 'string', multiple: true },
        pkce: { type: 'boolean', default: false },
        strict: { type: 'boolean', default: false },
      },
    });
    const { name, redirect } = values;
    if (!name || !redirect) {
      print(USAGE);
      return 2;
    }
    return withContext(readConfig(process.env), async (ctx) => {
      const service = await registerService(ctx, {
        name,
        redirectUris: redirect,
        postLogoutRedirectUris: values.logout ?? [],
        requirePkce: values.pkce,
        ...(values.strict && { acrPolicy: 'strict' }),
      }).catch(explain);
      if (!service) return 1;
      print(`issuer         ${ctx.config.origin}/auth/realms/esante-wallet`);
      print(`client_id      ${service.clientId}`);
      print(`client_secret  ${service.clientSecret}`);
      print('Le secret ne sera plus montré.');
      return 0;
    });
  },
};

function explain(error: unknown): undefined {
  if (!(error instanceof Refusal)) throw error;
  print(error.message);
  for (const field of error.fields) print(`  ${field.field} : ${field.message}`);
}
