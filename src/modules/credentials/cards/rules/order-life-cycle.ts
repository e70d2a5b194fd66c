/** Where an order stands. Once `sent`, the life of the card goes on by itself. */
export type OrderState = 'ordered' | 'validated' | 'in-production' | 'sent' | 'cancelled';

/** What may happen to an order. */
export type OrderAct = 'validate' | 'produce' | 'send' | 'cancel' | 'abandon';

/** From which states each act starts, and where it leads; whatever is not listed is refused. */
export const ORDER_ACTS: Readonly<Record<OrderAct, { from: readonly OrderState[]; to: OrderState }>> = {
  validate: { from: ['ordered'], to: 'validated' },
  produce: { from: ['validated'], to: 'in-production' },
  send: { from: ['in-production'], to: 'sent' },
  // What is being made cannot be stopped: the card is opposed instead.
  cancel: { from: ['ordered', 'validated'], to: 'cancelled' },
  // The holder left: even what is being made is thrown away.
  abandon: { from: ['ordered', 'validated', 'in-production'], to: 'cancelled' },
};

/** Whether the card of an order is still to be made and sent. */
export const isUnderWay = (state: OrderState): boolean => ORDER_ACTS.abandon.from.includes(state);
