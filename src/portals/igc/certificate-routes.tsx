import { type Context, Hono } from 'hono';
import { certificates } from '../../modules/credentials/index.js';
import { type Env, formFields } from '../../platform/http/request.js';
import { told } from '../told.js';
import { CertificatePage, RenewPage, RevokePage } from './certificate-page.js';
import { own } from './own.js';
import { typedRequest } from './request-fields.js';
import { isReason, structureHref } from './words.js';

type C = Context<Env>;

/** One certificate of the structure: read, renewed, revoked. */
export function certificateRoutes(): Hono<Env> {
  return new Hono<Env>()
    .get('/certificats/:serial', async (c) =>
      c.html(<CertificatePage {...{ c, ...(await certificate(c)) }} />),
    )
    .get('/certificats/:serial/certificat.pem', async (c) => {
      const { one } = await certificate(c);
      return c.body(certificates.pemOf(one.certificate), 200, {
        'content-type': 'application/x-pem-file',
        'content-disposition': `attachment; filename="certificat-${one.serial.slice(-8)}.pem"`,
      });
    })
    .post('/certificats/:serial/contacts', changeContacts)
    .get('/certificats/:serial/renouveler', async (c) =>
      c.html(<RenewPage {...{ c, ...(await certificate(c)) }} />),
    )
    .post('/certificats/:serial/renouveler', renew)
    .get('/certificats/:serial/revoquer', async (c) =>
      c.html(<RevokePage {...{ c, ...(await certificate(c)) }} />),
    )
    .post('/certificats/:serial/revoquer', revoke);
}

/** The certificate of the address, when it is one of the structure. @throws errors.unknownCertificate */
async function certificate(c: C) {
  const { who, structure, bearer } = await own(c);
  const one = await certificates.certificateOf(c.get('ctx'), bearer.nationalId, c.req.param('serial') ?? '');
  if (!one) throw certificates.errors.unknownCertificate();
  return { who, structure, one };
}

async function changeContacts(c: C) {
  const { who, structure, one } = await certificate(c);
  const typed = await formFields(c);
  try {
    const { contacts, wrong } = certificates.contactsOf(typed.contacts ?? '');
    if (wrong !== undefined) throw certificates.errors.wrongContact(wrong);
    await certificates.changeContactsAs(c.get('ctx'), who, { serial: one.serial, contacts });
    return c.redirect(`${structureHref(who.finess)}/certificats/${one.serial}?fait=contacts`, 303);
  } catch (error) {
    return c.html(<CertificatePage {...{ c, structure, one, typed, errors: told(error) }} />, 422);
  }
}

async function renew(c: C) {
  const { who, structure, one } = await certificate(c);
  const typed = await formFields(c);
  try {
    const csr = await typedRequest(await c.req.parseBody(), 0);
    await certificates.renewAs(c.get('ctx'), who, { serial: one.serial, csr });
    return c.redirect(`${structureHref(who.finess)}?fait=commande`, 303);
  } catch (error) {
    return c.html(<RenewPage {...{ c, structure, one, typed, errors: told(error) }} />, 422);
  }
}

async function revoke(c: C) {
  const { who, structure, one } = await certificate(c);
  const { raison = '', revocationCode = '' } = await formFields(c);
  const typed = { raison };
  try {
    const reason = isReason(raison) ? raison : 'unspecified';
    await certificates.revokeAs(c.get('ctx'), who, { serial: one.serial, code: revocationCode, reason });
    return c.redirect(`${structureHref(who.finess)}/certificats/${one.serial}?fait=revoque`, 303);
  } catch (error) {
    if ((error as { code?: string }).code !== certificates.errors.wrongRevocationCode().code)
      return c.html(<RevokePage {...{ c, structure, one, typed, errors: told(error) }} />, 422);
    const errors = certificates.errors.wrongRevocationCode().fields;
    return c.html(<RevokePage {...{ c, structure, one, typed, errors }} />, 422);
  }
}
