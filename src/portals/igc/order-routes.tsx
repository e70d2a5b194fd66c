import { type Context, Hono } from 'hono';
import { certificates } from '../../modules/credentials/index.js';
import type { Structure } from '../../modules/structures/index.js';
import { type Env, formFields } from '../../platform/http/request.js';
import type { FieldError } from '../../ui/index.js';
import { told } from '../told.js';
import { OrderPage, type Typed } from './order-page.js';
import { own } from './own.js';
import { KIT, kindOfCode, PurposePage } from './purpose-page.js';
import { typedRequest } from './request-fields.js';
import { RetrieveAllPage, RetrievedPage, RetrievePage } from './retrieve-page.js';
import { structureHref } from './words.js';

type C = Context<Env>;

/** What is ordered, and retrieved. */
export function orderRoutes(): Hono<Env> {
  return new Hono<Env>()
    .get('/commander', async (c) => {
      const { structure } = await own(c);
      const typed = { pour: c.req.query('pour') ?? '', produit: c.req.query('produit')?.trim() ?? '' };
      const chosen = typed.produit !== '' && (typed.pour === KIT || kindOfCode(typed.pour));
      return c.html(
        chosen ? <OrderPage {...{ c, structure, typed }} /> : <PurposePage {...{ c, structure }} />,
      );
    })
    .post('/commander', order)
    .get('/commandes', async (c) => c.html(<RetrieveAllPage {...{ c, ...(await waitingHere(c)) }} />))
    .post('/commandes', retrieveAll)
    .get('/commandes/:id', async (c) => {
      const { structure, bearer } = await own(c);
      return c.html(<RetrievePage {...{ c, structure, request: await asked(c, bearer.nationalId) }} />);
    })
    .post('/commandes/:id', retrieve)
    .post('/commandes/:id/annuler', async (c) => {
      const { who, structure } = await own(c);
      await certificates.cancelAs(c.get('ctx'), who, c.req.param('id'));
      return c.redirect(`${structureHref(structure.finess ?? '')}?fait=annulee`, 303);
    });
}

async function order(c: C) {
  const { who, structure } = await own(c);
  const typed = await formFields(c);
  try {
    const { contacts, wrong } = certificates.contactsOf(typed.contacts ?? '');
    if (wrong !== undefined) throw certificates.errors.wrongContact(wrong);
    const purpose = await purposeOf(c, typed);
    await certificates.orderAs(c.get('ctx'), who, { purpose, contacts, product: typed.produit ?? '' });
    return c.redirect(`${structureHref(who.finess)}?fait=commande`, 303);
  } catch (error) {
    return orderAgain(c, structure, typed, told(error));
  }
}

const orderAgain = (c: C, structure: Structure, typed: Typed, errors: readonly FieldError[]) =>
  c.html(<OrderPage {...{ c, structure, typed, errors }} />, 422);

async function purposeOf(c: C, typed: Typed): Promise<certificates.Purpose> {
  const body = await c.req.parseBody();
  const kind = kindOfCode(typed.pour ?? '');
  if (kind) {
    const { offer, usage } = kind;
    const commonName = typed.commonName?.trim() ?? '';
    return {
      kit: false,
      wanted: { offer, usage, commonName, csr: await typedRequest(body, 0), field: 'csr0' },
    };
  }
  if (typed.pour !== KIT) throw certificates.errors.unknownPurpose();
  const csrs = await Promise.all([0, 1, 2].map((rank) => typedRequest(body, rank)));
  return { kit: true, insi: typed.insi === 'AUTO' ? 'AUTO' : 'MANU', csrs };
}

/** The order of the address. @throws errors.unknownRequest when it is not open */
async function asked(c: C, nationalId: string): Promise<certificates.CertificateRequest> {
  const found = await certificates.requestOf(c.get('ctx'), nationalId, c.req.param('id') ?? '');
  if (!found || !['open', 'retrieving'].includes(found.state)) throw certificates.errors.unknownRequest();
  return found;
}

/** What waits for the product of the address. @throws errors.unknownRequest when nothing does */
async function waitingHere(c: C, product = c.req.query('produit') ?? '') {
  const { structure, bearer } = await own(c);
  const waiting = await certificates.waitingOf(c.get('ctx'), bearer.nationalId, product);
  if (waiting.length === 0) throw certificates.errors.unknownRequest();
  return { structure, product, waiting };
}

async function retrieveAll(c: C) {
  const { who, bearer } = await own(c);
  const typed = await formFields(c);
  const product = typed.produit ?? '';
  try {
    const zip = await certificates.retrieveAllAs(c.get('ctx'), who, {
      ...{ structureId: bearer.nationalId, product },
      ...secretsOf(typed),
    });
    return c.body(new Uint8Array(zip), 200, {
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="certificats.zip"',
    });
  } catch (error) {
    const errors = told(error);
    return c.html(<RetrieveAllPage {...{ c, ...(await waitingHere(c, product)), errors }} />, 422);
  }
}

/** What is typed at a retrieval. */
const secretsOf = (typed: Typed) => ({
  revocationCode: typed.revocationCode ?? '',
  revocationCodeAgain: typed.revocationCode2 ?? '',
  terms: typed.terms === 'oui',
  ...(typed.password && { password: typed.password }),
});

async function retrieve(c: C) {
  const { who, structure, bearer } = await own(c);
  const request = await asked(c, bearer.nationalId);
  const typed = await formFields(c);
  try {
    const made = await certificates.retrieveAs(c.get('ctx'), who, {
      id: request.id,
      ...secretsOf(typed),
    });
    if (made.pkcs12) return keyFile(c, made.pkcs12.file, made.serial);
    const pem = certificates.pemOf(made.certificate);
    const { serial, subjectDn: subject } = made;
    return c.html(<RetrievedPage {...{ c, structure, serial, subject, pem }} />);
  } catch (error) {
    return c.html(<RetrievePage {...{ c, structure, request, errors: told(error) }} />, 422);
  }
}

const keyFile = (c: C, file: Buffer, serial: string) =>
  c.body(new Uint8Array(file), 200, {
    'content-type': 'application/x-pkcs12',
    'content-disposition': `attachment; filename="certificat-${serial.slice(-8)}.p12"`,
  });
