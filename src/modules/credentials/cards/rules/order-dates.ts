const DAY = 86_400_000;

/**
 * How long an order takes, in working days from the order on; the codes leave 24 hours after the card (delays told to
 * holders by a regional agency: about five working days, then about 24 hours).
 */
const PRODUCTION_AFTER = 1;
const SENDING_AFTER = 5;
const CODES_AFTER_MS = DAY;

export interface OrderDates {
  /** The card is being made: nobody can cancel any more. */
  readonly production: Date;
  /** The letter with the card. */
  readonly card: Date;
  /** The letter with its codes. */
  readonly codes: Date;
}

/** When an order made at an instant goes on. Working days are Monday to Friday. */
export function orderDates(orderedAt: Date): OrderDates {
  const card = workingDaysAfter(orderedAt, SENDING_AFTER);
  return {
    production: workingDaysAfter(orderedAt, PRODUCTION_AFTER),
    card,
    codes: codesAfter(card),
  };
}

/** When the letter with the codes leaves, for a card sent or codes asked for at an instant. */
export const codesAfter = (at: Date): Date => new Date(at.getTime() + CODES_AFTER_MS);

function workingDaysAfter(from: Date, days: number): Date {
  let at = from;
  for (let left = days; left > 0; ) {
    at = new Date(at.getTime() + DAY);
    if (at.getUTCDay() % 6 !== 0) left -= 1;
  }
  return at;
}
