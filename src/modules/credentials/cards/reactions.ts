import type { Reaction } from '../../../platform/events.js';
import { advanceOrder } from './actions/advance-order.js';
import { renewInTime } from './actions/renew-card.js';
import { sendAutomaticCards } from './actions/send-automatic-cards.js';
import { sendCodes } from './actions/send-codes.js';
import { isLivingRegistration } from './rules/living-registration.js';

/** Carries orders of cards on; asks for itself again at the next date of each. Subjects are orders. */
export const advanceCardOrders: Reaction = {
  name: 'credentials.advance-card-orders',
  async run(ctx, orderIds) {
    for (const orderId of orderIds) await advanceOrder(ctx, orderId);
  },
};

/** Sends the codes of cards, a day after them. Subjects are numbers of cards. */
export const sendCardCodes: Reaction = {
  name: 'credentials.send-card-codes',
  async run(ctx, numbers) {
    for (const number of numbers) await sendCodes(ctx, number);
  },
};

/** Orders what follows the cards of professionals that end soon. Subjects are numbers of cards. */
export const renewCards: Reaction = {
  name: 'credentials.renew-cards',
  async run(ctx, numbers) {
    for (const number of numbers) await renewInTime(ctx, number);
  },
};

/** Orders the cards of people whom an authority has just registered. Subjects are idNats. */
export const sendCards: Reaction = {
  name: 'credentials.send-cards',
  together: true,
  concerns: isLivingRegistration,
  async run(ctx, idNats) {
    await sendAutomaticCards(ctx, idNats);
  },
};
