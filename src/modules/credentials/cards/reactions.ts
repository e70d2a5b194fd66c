import type { Ctx } from '../../../platform/context.js';
import type { Reaction } from '../../../platform/events.js';
import { advanceOrder } from './actions/advance-order.js';
import { renewInTime } from './actions/renew-card.js';
import { sendAutomaticCards } from './actions/send-automatic-cards.js';
import { sendCodes } from './actions/send-codes.js';
import { isLivingRegistration } from './rules/living-registration.js';

/** While one waits for the database, keys, signatures and hashes of others keep the processors busy. */
const AT_ONCE = 4;

/** Does something to each of the subjects, a few at a time. @throws the first failure, when the others are done */
async function fewAtOnce(
  ctx: Ctx,
  subjects: readonly string[],
  work: (ctx: Ctx, subject: string) => Promise<unknown>,
): Promise<void> {
  const left = new Set(subjects).values();
  const inTurn = async () => {
    for (const subject of left) await work(ctx, subject);
  };
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, inTurn));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** Carries orders of cards on; asks for itself again at the next date of each. Subjects are orders. */
export const advanceCardOrders: Reaction = {
  name: 'credentials.advance-card-orders',
  async run(ctx, orderIds) {
    await fewAtOnce(ctx, orderIds, advanceOrder);
  },
};

/** Sends the codes of cards, a day after them. Subjects are numbers of cards. */
export const sendCardCodes: Reaction = {
  name: 'credentials.send-card-codes',
  async run(ctx, numbers) {
    await fewAtOnce(ctx, numbers, sendCodes);
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
