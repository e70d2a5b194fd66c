import { type Context, Hono } from 'hono';
import type { Child } from 'hono/jsx';
import { currentUser } from '../../modules/access/index.js';
import { cards } from '../../modules/credentials/index.js';
import { type Env, formFields } from '../../platform/http/request.js';
import type { FieldError } from '../../ui/index.js';
import { told } from '../told.js';
import { isOver } from './card-summary.js';
import { Confirm } from './confirm.js';
import { ConfirmIncident, IncidentForm } from './incident-form.js';
import { doneOf } from './words.js';

type C = Context<Env>;

/** A portal where somebody follows cards: which ones, and what may be done with each. */
export interface CardDoor {
  readonly home: string;
  draw(c: C, title: string, content: Child): Child;
  cardsFor(c: C): Promise<readonly cards.HeldCard[]>;
  ordersFor(c: C): Promise<readonly cards.CardOrder[]>;
  /** What may be declared of a card here; nothing: the card is followed only. */
  reasonsFor(c: C, card: cards.HeldCard): readonly cards.IncidentReason[];
  mayRenew(c: C, card: cards.HeldCard): boolean | Promise<boolean>;
}

/**
 * What is done with cards and orders, below the prefix of a portal: cancel, renew, declare an incident, each asked once
 * more. Numbers of cards travel in forms, never in addresses.
 */
export function cardActs(door: CardDoor): Hono<Env> {
  return new Hono<Env>()
    .post('/annulation', (c) => cancel(c, door))
    .post('/renouvellement', (c) => renew(c, door))
    .post('/incident', (c) => incident(c, door));
}

const by = (c: C): string => currentUser(c)?.idNat ?? '';

const answer = (c: C, content: Child, errors: readonly FieldError[]) =>
  c.html(content as Parameters<C['html']>[0], errors.length > 0 ? 422 : 200);

async function cancel(c: C, door: CardDoor) {
  const { commande: orderId = '', confirme } = await formFields(c);
  const own = (await door.ordersFor(c)).find((one) => one.orderId === orderId);
  if (!own) throw cards.errors.unknownOrder();
  const ask = {
    ...{ title: 'Annuler la commande ?', label: 'Annuler la commande', action: `${door.home}/annulation` },
    ...{ text: `La ${own.type} commandée ne sera pas fabriquée.`, hidden: { commande: orderId } },
  };
  return asked(c, door, { ask, done: 'annulee', confirmed: confirme === 'oui' }, () =>
    cards.cancelOrder(c.get('ctx'), { orderId, reason: 'holder' }),
  );
}

async function renew(c: C, door: CardDoor) {
  const { carte = '', confirme } = await formFields(c);
  const card = await ownCard(c, door, carte);
  if (!(await door.mayRenew(c, card))) throw cards.errors.unknownCard();
  const { number, type } = card;
  const ask = {
    ...{ title: 'Renouveler la carte ?', label: 'Renouveler', action: `${door.home}/renouvellement` },
    text: `Une autre ${type} est commandée. Celle-ci sert jusqu’à la première utilisation de l’autre.`,
    hidden: { carte: number },
  };
  return asked(c, door, { ask, done: 'renouvelee', confirmed: confirme === 'oui' }, () =>
    cards.renewCard(c.get('ctx'), { number, by: by(c) }),
  );
}

interface Question {
  readonly ask: {
    title: string;
    text: string;
    label: string;
    action: string;
    hidden: Record<string, string>;
  };
  readonly done: string;
  readonly confirmed: boolean;
}

/** Asks, and once it is confirmed does it; a refusal is said on the question. */
async function asked(c: C, door: CardDoor, { ask, done, confirmed }: Question, act: () => Promise<unknown>) {
  const page = (errors: readonly FieldError[]) =>
    answer(c, door.draw(c, ask.title, <Confirm {...ask} back={door.home} errors={errors} />), errors);
  if (!confirmed) return page([]);
  try {
    await act();
    return c.redirect(`${door.home}?fait=${done}`, 303);
  } catch (error) {
    return page(told(error));
  }
}

/** The card that a form names, among those followed here. @throws errors.unknownCard for another, or one that is over */
async function ownCard(c: C, door: CardDoor, number: string): Promise<cards.HeldCard> {
  const found = (await door.cardsFor(c)).find((one) => one.number === number);
  if (!found || isOver(found)) throw cards.errors.unknownCard();
  return found;
}

async function incident(c: C, door: CardDoor) {
  const { carte = '', raison, demande, confirme } = await formFields(c);
  const card = await ownCard(c, door, carte);
  const reasons = door.reasonsFor(c, card);
  if (reasons.length === 0) throw cards.errors.unknownCard();
  const reason = reasons.find((one) => one === raison);
  const way = { card, action: `${door.home}/incident`, back: door.home };
  if (!reason) {
    const message = 'Choisissez ce qui est arrivé.';
    const errors = demande === 'oui' ? [{ field: 'raison', message }] : [];
    const form = <IncidentForm {...{ ...way, reasons, errors }} typed={raison} />;
    return answer(c, door.draw(c, 'Déclarer un incident', form), errors);
  }
  if (confirme !== 'oui') {
    const replaced = cards.CONSEQUENCES[reason].replace;
    const successor = replaced ? await cards.successorOf(c.get('ctx'), card, reason) : undefined;
    const question = <ConfirmIncident {...{ ...way, reason, successor }} />;
    return answer(c, door.draw(c, 'Confirmer l’incident', question), []);
  }
  const evidence = `session:${currentUser(c)?.signedInBy}`;
  const said = { cardNumber: carte, reason, by: by(c), evidence };
  const declared = await cards.declareIncident(c.get('ctx'), said);
  return c.redirect(`${door.home}?fait=${doneOf(declared)}`, 303);
}
