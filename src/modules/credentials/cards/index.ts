export { cancelOrder } from './actions/cancel-order.js';
export { type Declared, declareIncident, type Incident } from './actions/declare-incident.js';
export { handOverLetters, type LetterToPost } from './actions/hand-over-letters.js';
export { type IssuedCard, issueCard } from './actions/issue-card.js';
export { opposeCard, opposeCardsOf } from './actions/oppose-card.js';
export { type CardOrderRequest, type OrderHolder, orderCard } from './actions/order-card.js';
export { proveHolder } from './actions/prove-holder.js';
export { renewCard } from './actions/renew-card.js';
export { retryOrders } from './actions/retry-orders.js';
export { returnLetter } from './actions/return-letter.js';
export { forgetProofs, spendProof } from './actions/spend-proof.js';
export { unblockCard } from './actions/unblock-card.js';
export { updateChip } from './actions/update-chip.js';
export { writeChip } from './actions/write-chip.js';
export { errors } from './errors.js';
export { usableCards } from './queries/cards-of.js';
export { cardsOf, type HeldCard, heldCard } from './queries/held-cards.js';
export { type KnownHolder, knownHolders } from './queries/holder-facts.js';
export { type Letter, type LetterContent, letterOf, letters, printLetter } from './queries/letters.js';
export { type OpposedCard, opposedCards } from './queries/opposed-cards.js';
export { type CardOrder, ordersOf } from './queries/orders-of.js';
export { type Presented, presentedCard } from './queries/presented-card.js';
export { readChip } from './queries/read-chip.js';
export { staffCardOf } from './queries/structure-facts.js';
export { type Successor, successorOf } from './queries/successor.js';
export type { Whose } from './queries/whose.js';
export { advanceCardOrders, renewCards, sendCardCodes, sendCards } from './reactions.js';
export type { ChipContent, ChipObject } from './rules/chip-objects.js';
export type { Holder, HolderStructure } from './rules/content.js';
export { derText } from './rules/der-text.js';
export { type CardRefusal, cardRefusal, type OrderVia } from './rules/eligibility.js';
export { CHIP_MODELS, type ChipModel, type Generation, modelOf, modelOn } from './rules/generations.js';
export { CONSEQUENCES, type IncidentReason } from './rules/incidents.js';
export { CARD_KINDS, type CardType, kindsFor } from './rules/kinds.js';
export type { CardStanding, OppositionReason } from './rules/life-cycle.js';
export { type OrderDates, orderDates } from './rules/order-dates.js';
export type { OrderState } from './rules/order-life-cycle.js';
export {
  CARD_RULES,
  type Entitlement,
  type HolderFacts,
  type Population,
  whoGetsWhich,
} from './rules/who-gets-which.js';
export type { Card } from './store.js';
