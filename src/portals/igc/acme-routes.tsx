import { type Context, Hono } from 'hono';
import { acme, certificates } from '../../modules/credentials/index.js';
import { type Env, formFields } from '../../platform/http/request.js';
import { told } from '../told.js';
import { AcmePage } from './acme-page.js';
import { own } from './own.js';
import { structureHref } from './words.js';

type C = Context<Env>;

/** The external keys of the structure. */
export function acmeRoutes(): Hono<Env> {
  return new Hono<Env>()
    .get('/acme', async (c) => {
      const { structure, bearer } = await own(c);
      const keys = await acme.externalKeysOf(c.get('ctx'), bearer.nationalId);
      return c.html(<AcmePage {...{ c, structure, keys }} />);
    })
    .post('/acme', make)
    .post('/acme/:id/retirer', async (c) => {
      const { who } = await own(c);
      await acme.withdrawKeyAs(c.get('ctx'), who, c.req.param('id'));
      return c.redirect(`${structureHref(who.finess)}/acme?fait=retiree`, 303);
    });
}

async function make(c: C) {
  const { who, structure, bearer } = await own(c);
  const ctx = c.get('ctx');
  const typed = await formFields(c);
  try {
    const { contacts, wrong } = certificates.contactsOf(typed.contacts ?? '');
    if (wrong !== undefined) throw certificates.errors.wrongContact(wrong);
    const { product = '', revocationCode = '' } = typed;
    const made = await acme.makeKeyAs(ctx, who, { product, contacts, revocationCode });
    const keys = await acme.externalKeysOf(ctx, bearer.nationalId);
    return c.html(<AcmePage {...{ c, structure, keys, made }} />);
  } catch (error) {
    const keys = await acme.externalKeysOf(ctx, bearer.nationalId);
    return c.html(<AcmePage {...{ c, structure, keys, typed, errors: told(error) }} />, 422);
  }
}
