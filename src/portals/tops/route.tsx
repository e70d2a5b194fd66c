import { type Context, Hono } from 'hono';
import { currentUser } from '../../modules/access/index.js';
import { startOfDay } from '../../modules/authorities/index.js';
import type { park } from '../../modules/credentials/index.js';
import { persons } from '../../modules/registry/index.js';
import type { Structure } from '../../modules/structures/index.js';
import type { App } from '../../platform/app.js';
import { today } from '../../platform/clock.js';
import { Refusal } from '../../platform/errors.js';
import { type Env, formFields } from '../../platform/http/request.js';
import { limit } from '../../platform/rate-limit.js';
import { randomToken } from '../../platform/secrets.js';
import type { FieldError } from '../../ui/index.js';
import { type CardDoor, cardActs } from '../held-cards/acts.js';
import { orderOnce } from '../held-cards/order-once.js';
import { HOLDER_REASONS } from '../held-cards/words.js';
import { idNatOf } from '../ordres/sign-in/send-login-link.js';
import { signedInByPsc } from '../signed-in-by-psc.js';
import { told } from '../told.js';
import { Below, HOME } from './frame.js';
import { HomePage, NotLiberalPage } from './home-page.js';
import { idNatOfEmployee } from './known-employee.js';
import { OrderPage, OtherMeansPage } from './order-page.js';
import { followedBy, mayRenewAt, practicesOf } from './staff.js';

type C = Context<Env>;
type Typed = Readonly<Record<string, string>>;

const ORDERS_A_DAY = 60;

/** TOPS: a liberal professional and the cards of his employees, with the incidents of his own. */
export function liberalCardsPortal(_app: App): Hono<Env> {
  return new Hono<Env>()
    .use(...signedInByPsc(HOME))
    .get('/', home)
    .get('/commande', (c) => order(c))
    .post('/commande', placeOrder)
    .route('/', cardActs(FOLLOWED));
}

const me = (c: C): string => currentUser(c)?.idNat ?? '';

const FOLLOWED: CardDoor = {
  home: HOME,
  draw: (c, title, content) => (
    <Below c={c} title={title}>
      {content}
    </Below>
  ),
  cardsFor: async (c) => {
    const { own, staff } = await followedBy(c.get('ctx'), me(c));
    return [...own, ...staff];
  },
  ordersFor: async (c) => (await followedBy(c.get('ctx'), me(c))).staffOrders,
  reasonsFor: (c, card) => (card.idNat === me(c) ? HOLDER_REASONS : [...HOLDER_REASONS, 'end-of-activity']),
  mayRenew: async (c, card) =>
    card.idNat !== me(c) && mayRenewAt(await practicesOf(c.get('ctx'), me(c)), card),
};

async function home(c: C) {
  const ctx = c.get('ctx');
  const [cards, practices] = [await followedBy(ctx, me(c)), await practicesOf(ctx, me(c))];
  // Whoever stopped still ends the cards of his employees.
  if (cards.staff.length === 0 && practices.length === 0) return c.html(<NotLiberalPage c={c} />);
  return c.html(<HomePage {...{ c, cards, practices }} />);
}

async function order(c: C, typed: Typed = {}, errors: readonly FieldError[] = []) {
  const practices = await practicesOf(c.get('ctx'), me(c));
  if (practices.length === 0) return c.html(<NotLiberalPage c={c} />);
  const submission = typed.submission || randomToken();
  return c.html(
    <OrderPage {...{ c, practices, typed, errors, submission }} />,
    errors.length > 0 ? 422 : 200,
  );
}

async function placeOrder(c: C) {
  const ctx = c.get('ctx');
  const typed = await formFields(c);
  await limit(ctx, `tops-order:${me(c)}`, ORDERS_A_DAY, 86_400);
  const practices = await practicesOf(ctx, me(c));
  const practice = practices.find(({ id }) => id === typed.cabinet);
  const errors = [...faultsOf(typed, practice, today(ctx.clock)), ...(await unknownNumber(c, typed))];
  if (errors.length > 0 || !practice) return order(c, typed, errors);
  try {
    await orderOnce(ctx, await askedFor(c, typed, practice), typed.submission ?? '');
    return c.redirect(`${HOME}?fait=commandee`, 303);
  } catch (error) {
    const why = error instanceof Refusal ? error.data.why : undefined;
    if (why === 'role-has-ecps' || why === 'own-card')
      return c.html(
        <OtherMeansPage c={c} why={(error as Refusal).message} role={why === 'role-has-ecps'} />,
        422,
      );
    // A corrected form is another request: it goes under a key of its own.
    return order(c, { ...typed, submission: '' }, told(error));
  }
}

/** The order, for whom the register knows where it knows somebody: the rules then say that no card is made. */
async function askedFor(c: C, typed: Typed, structure: Structure): Promise<park.StaffCard> {
  const text = (name: string) => (typed[name] ?? '').trim();
  const nominative = typed.nom !== 'non';
  const named = { familyName: text('familyName'), givenName: nominative ? text('givenName') : '' };
  const asked = { ...named, birthDate: text('birthDate'), number: text('number') };
  const idNat = (nominative && (await idNatOfEmployee(c.get('ctx'), asked))) || '';
  const namesake = typed.homonyme === 'oui';
  return { ...named, structure, nominative, idNat, namesake, by: me(c), via: 'tops' };
}

async function unknownNumber(c: C, typed: Typed): Promise<FieldError[]> {
  const idNat = typed.nom === 'non' ? undefined : idNatOf(typed.number ?? '');
  if (!idNat || (await persons(c.get('ctx'), [idNat])).has(idNat)) return [];
  return [{ field: 'number', message: 'Ce numéro n’est celui de personne au registre.' }];
}

function faultsOf(typed: Typed, practice: Structure | undefined, day: string): FieldError[] {
  const text = (name: string) => (typed[name] ?? '').trim();
  const nominative = typed.nom !== 'non';
  const faults: readonly (readonly [boolean, string, string])[] = [
    [!practice, 'cabinet', 'Choisissez un de vos lieux d’exercice libéral.'],
    [!text('familyName') || text('familyName').length > 80, 'familyName', 'Écrivez le nom.'],
    [nominative && !text('givenName'), 'givenName', 'Écrivez le prénom.'],
    [
      nominative && (!startOfDay(text('birthDate')) || text('birthDate') > day),
      'birthDate',
      'Une date de naissance est attendue.',
    ],
    [
      nominative && text('number') !== '' && !idNatOf(text('number')),
      'number',
      'Ce numéro n’est pas lisible.',
    ],
  ];
  return faults.flatMap(([wrong, field, message]) => (wrong ? [{ field, message }] : []));
}
