import { authorizationState, stateAt } from './rules/order-states.js';
import type { AcmeAccount, AcmeOrder } from './store.js';

/** What there is (RFC 8555 §7.1.1). */
export const directoryShown = (origin: string) => ({
  newNonce: `${origin}/acme/new-nonce`,
  newAccount: `${origin}/acme/new-account`,
  newOrder: `${origin}/acme/new-order`,
  revokeCert: `${origin}/acme/revoke-cert`,
  keyChange: `${origin}/acme/key-change`,
  meta: {
    termsOfService: `${origin}/igc/PC`,
    website: `${origin}/igc/plateforme`,
    externalAccountRequired: true,
  },
});

/** An account (§7.1.2). */
export const accountShown = (origin: string, { id, state, contacts }: AcmeAccount) => ({
  status: state,
  contact: contacts,
  orders: `${origin}/acme/acct/${id}/orders`,
});

const identifier = (order: AcmeOrder) => ({ type: 'dns', value: order.host });

/** An order (§7.1.3). */
export function orderShown(origin: string, order: AcmeOrder) {
  const at = `${origin}/acme`;
  return {
    status: stateAt(order, new Date()),
    expires: order.expiresAt.toISOString(),
    identifiers: [identifier(order)],
    authorizations: [`${at}/authz/${order.id}`],
    finalize: `${at}/order/${order.id}/finalize`,
    ...(order.problem && { error: order.problem }),
    ...(order.serial && { certificate: `${at}/cert/${order.id}` }),
  };
}

/** Its authorisation (§7.1.4). */
export const authorizationShown = (origin: string, order: AcmeOrder) => ({
  status: authorizationState(order.challenge, order.expiresAt <= new Date()),
  expires: order.expiresAt.toISOString(),
  identifier: identifier(order),
  challenges: [challengeShown(origin, order)],
});

/** Its challenge (§8.3). */
export const challengeShown = (origin: string, order: AcmeOrder) => ({
  type: 'http-01',
  url: `${origin}/acme/chall/${order.id}`,
  token: order.token,
  status: order.challenge,
  ...(order.provedAt && { validated: order.provedAt.toISOString() }),
  ...(order.problem && { error: order.problem }),
});
