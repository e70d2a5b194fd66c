import { parseArgs } from 'node:util';
import { giveInitialToken, registerService, renewSecret } from '../modules/identity-provider/index.js';
import { readConfig } from '../platform/config.js';
import { Refusal } from '../platform/errors.js';
import { type Command, print } from './command.js';
import { withContext } from './with-context.js';

const USAGE = '--name "Mon service" --redirect <adresse> [--logout <adresse>] [--pkce] [--strict]';

const HELP: readonly string[] = [
  '  --initial-token [--uses <nombre>]                 un jeton pour enregistrer des services par programme',
  '  --renew-secret <client_id> [--overlap <heures>]   un nouveau secret ; l’ancien vaut encore 48 h',
];

function usage(): number {
  print(`Usage : esculape client ${USAGE}`);
  for (const line of HELP) print(line);
  return 2;
}

export const client: Command = {
  name: 'client',
  usage: USAGE,
  summary: 'enregistre un service auprès de Pro Santé Connect et donne son secret, une fois',
  help: HELP,
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
        'renew-secret': { type: 'string' },
        overlap: { type: 'string', default: '48' },
      },
    });
    if (values['initial-token']) return initialToken(Number(values.uses));
    if (values['renew-secret']) return renew(values['renew-secret'], Number(values.overlap));
    const { name, redirect } = values;
    if (!name || !redirect) return usage();
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

async function renew(clientId: string, hours: number): Promise<number> {
  if (!Number.isFinite(hours) || hours < 0) {
    print('--overlap : un nombre d’heures est attendu');
    return 2;
  }
  return withContext(readConfig(process.env), async (ctx) => {
    const renewed = await renewSecret(ctx, clientId, hours).catch(explain);
    if (!renewed) return 1;
    print(`client_secret  ${renewed.clientSecret}`);
    print(
      `L’ancien secret vaut jusqu’au ${renewed.formerUntil.toISOString()}. Celui-ci ne sera plus montré.`,
    );
    return 0;
  });
}

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
