import { type Context, Hono } from 'hono';
import { requireRole } from '../../modules/access/index.js';
import { cards, park } from '../../modules/credentials/index.js';
import type { App } from '../../platform/app.js';
import { type Env, formFields } from '../../platform/http/request.js';
import { randomToken } from '../../platform/secrets.js';
import type { FieldError } from '../../ui/index.js';
import { type CardDoor, cardActs } from '../held-cards/acts.js';
import { orderOnce } from '../held-cards/order-once.js';
import { HOLDER_REASONS } from '../held-cards/words.js';
import { told } from '../told.js';
import { bulkRoutes } from './bulk-routes.js';
import { CardPage } from './card-page.js';
import { parkCsv } from './csv.js';
import { Frame, HOME } from './frame.js';
import { informOfEcps, orderFor, unequipped } from './means.js';
import { MeansPage } from './means-page.js';
import { OrderPage } from './order-page.js';
import { own, ownCards, ownOrders } from './own.js';
import { filtered, parkOf } from './park.js';
import { ParkPage } from './park-page.js';

type C = Context<Env>;
type Typed = Readonly<Record<string, string>>;

/** TOM: the cards of a structure, by its mandataire or its legal representative, with a card or an e-CPS. */
export function tomPortal(_app: App): Hono<Env> {
  return new Hono<Env>()
    .use(requireRole('mandataire', 'legal-representative'))
    .get('/', (c) => list(c))
    .post('/', list)
    .get('/parc.csv', download)
    .get('/commande', (c) => form(c))
    .post('/commande', order)
    .route('/envoi', bulkRoutes())
    .get('/a-equiper', (c) => means(c))
    .post('/a-equiper/carte', (c) => step(c, orderFor, 'carte'))
    .post('/a-equiper/ecps', (c) => step(c, informOfEcps, 'ecps'))
    .post('/fiche', show)
    .route('/', cardActs(FOLLOWED));
}

async function list(c: C) {
  const mine = await own(c);
  const typed: Typed = c.req.method === 'POST' ? await formFields(c) : {};
  const asked = { text: typed.q ?? '', state: typed.etat ?? '', structure: typed.structure ?? '' };
  const lines = filtered(await parkOf(c.get('ctx'), mine.covered), asked);
  return c.html(<ParkPage {...{ c, own: mine, lines, asked }} />);
}

async function download(c: C) {
  const mine = await own(c);
  return c.body(parkCsv(await parkOf(c.get('ctx'), mine.covered)), 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="parc-de-cartes.csv"',
    'cache-control': 'no-store',
  });
}

async function form(c: C, typed: Typed = {}, errors: readonly FieldError[] = []) {
  const submission = typed.submission || randomToken();
  const page = <OrderPage {...{ c, own: await own(c), typed, errors, submission }} />;
  return c.html(page, errors.length > 0 ? 422 : 200);
}

async function order(c: C) {
  const mine = await own(c);
  const typed = await formFields(c);
  const { submission = '', structure, pour, prenom = '', nom = '', idNat = '', homonyme } = typed;
  const target = structure ? mine.covered.find(({ id }) => id === structure) : mine.covered[0];
  if (!target) throw park.errors.foreignStructure();
  const nominative = pour !== 'service';
  const asked: park.StaffCard = {
    ...{ structure: target, nominative, familyName: nom.trim(), namesake: homonyme === 'oui' },
    ...{ givenName: nominative ? prenom.trim() : '', idNat: idNat.replace(/\s/g, '') },
    ...{ by: mine.by, via: 'tom' },
  };
  try {
    await orderOnce(c.get('ctx'), asked, submission);
    return c.redirect(`${HOME}?fait=commandee`, 303);
  } catch (error) {
    // A corrected form is another request: it goes under a key of its own.
    return form(c, { ...typed, submission: '' }, told(error));
  }
}

const FOLLOWED: CardDoor = {
  home: HOME,
  draw: (c, title, content) => (
    <Frame
      c={c}
      title={title}
      width="narrow"
      breadcrumbs={[{ label: 'Parc de cartes', href: HOME }, { label: title }]}
    >
      {content}
    </Frame>
  ),
  cardsFor: async (c) => ownCards(c, await own(c)),
  ordersFor: async (c) => ownOrders(c, await own(c)),
  reasonsFor: () => [...HOLDER_REASONS, 'end-of-activity'],
  mayRenew: (_c, card) => card.via !== null,
};

/** What a line of the park opens; posted, so that no number stands in an address. */
async function show(c: C) {
  const mine = await own(c);
  const { carte = '', commande = '' } = await formFields(c);
  const card = carte ? (await ownCards(c, mine)).find(({ number }) => number === carte) : undefined;
  const wanted = card ? card.orderId : commande;
  const order = (await ownOrders(c, mine)).find(({ orderId }) => orderId === wanted);
  if (!card && !order) throw carte ? cards.errors.unknownCard() : cards.errors.unknownOrder();
  return c.html(<CardPage {...{ c, card, order }} />);
}

async function means(c: C, errors: readonly FieldError[] = []) {
  const mine = await own(c);
  const found = await unequipped(c.get('ctx'), mine);
  return c.html(<MeansPage {...{ c, own: mine, ...found, errors }} />, errors.length > 0 ? 422 : 200);
}

async function step(c: C, act: typeof orderFor, done: string) {
  const mine = await own(c);
  const { idNat = '' } = await formFields(c);
  try {
    await act(c.get('ctx'), mine, idNat);
    return c.redirect(`${HOME}/a-equiper?fait=${done}`, 303);
  } catch (error) {
    return means(c, told(error));
  }
}
