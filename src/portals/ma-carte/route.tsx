import { type Context, Hono } from 'hono';
import { currentUser, requireRole } from '../../modules/access/index.js';
import { cards } from '../../modules/credentials/index.js';
import { persons } from '../../modules/registry/index.js';
import type { App } from '../../platform/app.js';
import { callerAddress, type Env, formFields } from '../../platform/http/request.js';
import { enqueue } from '../../platform/jobs.js';
import { limitBoth } from '../../platform/rate-limit.js';
import type { FieldError } from '../../ui/index.js';
import { type CardDoor, cardActs } from '../held-cards/acts.js';
import { HOLDER_REASONS } from '../held-cards/words.js';
import { type MailDoor, mailSignIn } from '../mail-sign-in/route.js';
import { idNatOf } from '../ordres/sign-in/send-login-link.js';
import { told } from '../told.js';
import { holdingsOf, isOwn } from './entitlements.js';
import { Below, Frame, HOME } from './frame.js';
import { FrontPage } from './front-page.js';
import { HomePage } from './home-page.js';
import { OrderPage } from './order-page.js';
import { DOOR_CODE, SEND_CARD_LINK } from './send-link.js';

type C = Context<Env>;

/** How a session may have been opened to come in: a mail link of an ordre opens that ordre only. */
const WAYS_IN = ['psc', 'sandbox', DOOR_CODE];

/** Ma Carte, also called Ma CPS: the holder orders his card, follows it, declares incidents, renews it. */
export function ownCardPortal(app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/', (c) => (isHolder(c) ? home(c) : c.html(<FrontPage c={c} typed="" errors={[]} />)))
    .post('/connexion', askForLink)
    .route('/', mailSignIn(app, DOOR))
    .use(requireRole('professional'), async (c, next) => (isHolder(c) ? next() : c.redirect(HOME, 303)))
    .get('/commande', (c) => order(c))
    .post('/commande', placeOrder)
    .post('/puce', updateChip)
    .route('/', cardActs(OWN_CARDS));
}

/** Its other name. */
export const ownCardAlias = (): Hono<Env> => new Hono<Env>().get('/', (c) => c.redirect(HOME, 301));

const DOOR: MailDoor = {
  ...{ code: DOOR_CODE, path: HOME, tool: 'Ma Carte', home: HOME },
  whom: 'd’un professionnel du registre',
  advice: 'demandez à votre ordre ou à votre ARS de corriger vos coordonnées',
  draw: (c, page, content) => (
    <Frame c={c} {...page}>
      {content}
    </Frame>
  ),
  mobileOf: async (ctx, idNat) => (await persons(ctx, [idNat])).get(idNat)?.correspondence?.mobile?.e164,
  personOf: async (ctx, idNat) => {
    const person = (await persons(ctx, [idNat])).get(idNat);
    const status = person?.civilStatus;
    return status && { idNat, name: `${status.givenNames[0] ?? ''} ${status.usedName ?? status.birthName}` };
  },
};

const OWN_CARDS: CardDoor = {
  home: HOME,
  draw: (c, title, content) => (
    <Below c={c} title={title}>
      {content}
    </Below>
  ),
  cardsFor: (c) => cards.cardsOf(c.get('ctx'), { holder: holder(c) }),
  ordersFor: (c) => cards.ordersOf(c.get('ctx'), { holder: holder(c) }),
  reasonsFor: (_c, card) => (card.nominative ? HOLDER_REASONS : []),
  mayRenew: (_c, card) => isOwn(card),
};

function isHolder(c: C): boolean {
  const user = currentUser(c);
  return user?.kind === 'professional' && user.idNat !== undefined && WAYS_IN.includes(user.signedInBy);
}

const holder = (c: C): string => currentUser(c)?.idNat ?? '';

const home = async (c: C) => c.html(<HomePage c={c} holdings={await holdingsOf(c.get('ctx'), holder(c))} />);

/** Answers alike for every number: those of staff are not public, and whether one exists is nobody else's business. */
async function askForLink(c: C) {
  const ctx = c.get('ctx');
  const { identifiant = '' } = await formFields(c);
  const idNat = idNatOf(identifiant);
  if (!idNat) {
    const message = 'Ce numéro n’est pas lisible : 11 chiffres pour un numéro RPPS.';
    return c.html(<FrontPage c={c} typed={identifiant} errors={[{ field: 'identifiant', message }]} />, 422);
  }
  await limitBoth(ctx, [`ma-carte-link:${callerAddress(c)}`, 30, 600], [`ma-carte-link:${idNat}`, 5, 900]);
  await enqueue(ctx, SEND_CARD_LINK, { idNat });
  return c.redirect(`${HOME}/lien-envoye`, 303);
}

async function order(c: C, typed = '', errors: readonly FieldError[] = []) {
  const { rights } = await holdingsOf(c.get('ctx'), holder(c));
  const right = rights.find(({ mayOrder }) => mayOrder);
  if (!right) return c.redirect(HOME, 303);
  return c.html(<OrderPage {...{ c, right, typed, errors }} />, errors.length > 0 ? 422 : 200);
}

async function placeOrder(c: C) {
  const ctx = c.get('ctx');
  const idNat = holder(c);
  const { numero = '' } = await formFields(c);
  if (idNatOf(numero) !== idNat)
    return order(c, numero, [
      { field: 'numero', message: 'Ce n’est pas votre numéro. Cherchez-le dans l’annuaire, avec votre nom.' },
    ]);
  const { rights } = await holdingsOf(ctx, idNat);
  const type = rights.find(({ mayOrder }) => mayOrder)?.entitlement.card;
  if (!type) return c.redirect(HOME, 303);
  try {
    await cards.orderCard(ctx, { type, holder: { idNat }, orderedBy: idNat, via: 'ma-carte' });
    return c.redirect(`${HOME}?fait=commandee`, 303);
  } catch (error) {
    return order(c, numero, told(error));
  }
}

/** Writes into the chip what the register says today: activities and places may have changed since the card was made. */
async function updateChip(c: C) {
  const ctx = c.get('ctx');
  const { carte } = await formFields(c);
  const own = (await cards.cardsOf(ctx, { holder: holder(c) })).find(({ number }) => number === carte);
  if (!own || !isOwn(own)) throw cards.errors.unknownCard();
  return c.redirect(
    `${HOME}?fait=${(await cards.updateChip(ctx, own.number)) ? 'puce' : 'puce-a-jour'}`,
    303,
  );
}
