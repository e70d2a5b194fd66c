import { type Context, Hono } from 'hono';
import { authority } from '../../modules/authorities/index.js';
import {
  identityProviderErrors as errors,
  maskedContacts,
  outsidePopulation,
  startActivationFor,
} from '../../modules/identity-provider/index.js';
import type { App } from '../../platform/app.js';
import { Refusal } from '../../platform/errors.js';
import { callerAddress, type Env, formFields } from '../../platform/http/request.js';
import { limit, sendCounted } from '../../platform/rate-limit.js';
import { hashToken } from '../../platform/secrets.js';
import { buttonRoutes } from './bouton/route.js';
import { readTyped } from './identifier.js';
import { ActivationPage, ActivationSentPage, RecordPage } from './pages.js';
import { publicRecord } from './public-record.js';

const LOOKS_PER_MINUTE = 60;
const ACTIVATIONS = { perAddress: 60, perPerson: 6, seconds: 900 };

/** The public face of Pro Santé Connect: the masked record behind an identifier, and the activation of an e-CPS. */
export function pscPortal(app: App): Hono<Env> {
  const frame = { sandbox: app.config.profile === 'sandbox' };
  return new Hono<Env>()
    .get('/', (c) => c.html(<RecordPage frame={frame} value="" />))
    .route('/bouton', buttonRoutes(app))
    .get('/login-page', (c) => c.redirect('/portail-psc', 301))
    .post('/', async (c) => {
      const value = (await formFields(c)).idNat ?? '';
      await countLook(c);
      const { idNat, fault } = readTyped(value);
      if (fault) return c.html(<RecordPage frame={frame} value={value} fault={fault} />, 422);
      const found = await publicRecord(c.get('ctx'), idNat);
      const outside = found ? undefined : await outsidePopulation(c.get('ctx'), idNat);
      return c.html(
        <RecordPage frame={frame} value={value} {...{ found, outside }} notFound={!found} />,
        found ? 200 : 404,
      );
    })
    .get('/api/:idNat', async (c) => {
      await countLook(c);
      const { idNat, fault } = readTyped(c.req.param('idNat'));
      if (fault) throw errors.unreadableId(fault.code, fault.message, fault.suggestion);
      const found = await publicRecord(c.get('ctx'), idNat);
      if (!found) throw errors.unknownPerson();
      return c.json(found);
    })
    .get('/activation', (c) => c.html(<ActivationPage frame={frame} />))
    .post('/activation', async (c) => {
      const value = (await formFields(c)).idNat ?? '';
      const { idNat, fault } = readTyped(value);
      if (fault) return c.html(<ActivationPage frame={frame} value={value} fault={fault} />, 422);
      await countActivation(c, idNat);
      try {
        const contacts = await sendCounted(c.get('ctx'), ofPerson(idNat), ACTIVATIONS.seconds, () =>
          startActivationFor(c.get('ctx'), idNat),
        );
        return c.html(
          <ActivationSentPage frame={frame} {...maskedContacts(contacts)} {...knownBy(contacts)} />,
        );
      } catch (error) {
        // Mail or text messages that do not leave are no fault of what was typed.
        if (!(error instanceof Refusal) || error.status >= 500) throw error;
        return c.html(<ActivationPage frame={frame} value={value} refusal={error.message} />, 422);
      }
    });
}

function knownBy({ knownBy: code = '', knownSince: since }: Awaited<ReturnType<typeof startActivationFor>>) {
  const name = authority(code)?.name;
  return name && since ? { known: { name, since } } : {};
}

const countLook = (c: Context<Env>): Promise<void> =>
  limit(c.get('ctx'), `psc-record:address:${callerAddress(c)}`, LOOKS_PER_MINUTE, 60);

async function countActivation(c: Context<Env>, idNat: string): Promise<void> {
  const { perAddress, perPerson, seconds } = ACTIVATIONS;
  await limit(c.get('ctx'), `psc-activation:address:${callerAddress(c)}`, perAddress, seconds);
  await limit(c.get('ctx'), ofPerson(idNat), perPerson, seconds);
}

const ofPerson = (idNat: string): string => `psc-activation:person:${hashToken(idNat)}`;
