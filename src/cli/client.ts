import { parseArgs } from 'node:util';
import { giveInitialToken, registerService } from '../modules/identity-provider/index.js';
import { readConfig } from '../platform/config.js';
import { Refusal } from '../platform/errors.js';
import { type Command, print } from './command.js';
import { withContext } from './with-context.js';

const USAGE = `Usage : esculape client --name "Mon service" --redirect <adresse> [--logout <adresse>] [--pkce] [--strict]
        esculape client --initial-token [--uses <nombre>]   un jeton pour enregistrer des services par programme`;

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
        'initial-token': { type: 'boolean', default: false },
        uses: { type: 'string', default: '1' },
      },
    });
    if (values['initial-token']) return initialToken(Number(values.uses));
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

async function initialToken(uses: number): Promise<number> {
  if (!Number.isInteger(uses) || uses < 1 || uses > 1000) {
    print('--uses : un nombre de 1 à 1000 est attendu');
    return 2;
  }
  return withContext(readConfig(process.env), async (ctx) => {
    print(
      `registration_endpoint  ${ctx.config.origin}/auth/realms/esante-wallet/clients-registrations/openid-connect`,
    );
    print(`initial_access_token   ${await giveInitialToken(ctx, { uses })}`);
    print(`Valable 30 jours, pour ${uses} enregistrement(s). Le jeton ne sera plus montré.`);
    return 0;
  });
}

function explain(error: unknown): undefined {
  if (!(error instanceof Refusal)) throw error;
  print(error.message);
  for (const field of error.fields) print(`  ${field.field} : ${field.message}`);
}
