import type { Reaction } from './platform/events.js';
import type { Feed } from './platform/feeds/feed.js';

const CHAIN_2021 = 'Schéma de la chaîne des référentiels, janvier 2021';

/** Those whom ADELI numbers have no step at the RPPS: what is said of them goes to the Annuaire at once. */
const NOT_ADELI = /^(?!0[0-9][0-9A-Z][0-9]{7}$)/;

/** The ways between the copies, with the delays that the documents give them and the days on which they held. */
export const feeds = {
  orderToRpps: {
    code: 'order-to-rpps',
    title: 'Autorités vers RPPS',
    arrival: 'registry.person-changed',
    about: NOT_ADELI,
    rhythms: [
      {
        to: '2021-01-19',
        delayHours: 24,
        source: `${CHAIN_2021} : 72 heures de bout en bout jusqu’au 20 janvier 2021`,
      },
      {
        from: '2021-01-20',
        delayHours: 0,
        source: `${CHAIN_2021} : l’étape n’est plus retardée depuis le 20 janvier 2021`,
      },
    ],
  },
  rppsToRass: {
    code: 'rpps-to-rass',
    title: 'RPPS vers Annuaire Santé',
    arrival: 'directory.person-published',
    about: NOT_ADELI,
    rhythms: [
      {
        delayHours: 24,
        source: `${CHAIN_2021} ; FAQ RPPS+ : dans l’annuaire 24 heures au plus après le numéro`,
      },
    ],
  },
  rassToPsc: {
    code: 'rass-to-psc',
    title: 'Annuaire Santé vers Pro Santé Connect',
    arrival: 'identity-provider.person-updated',
    rhythms: [
      { delayHours: 24, source: `${CHAIN_2021} ; FAQ e-CPS : application activable après 48 heures` },
    ],
  },
} as const satisfies Record<string, Feed>;

/** The same reaction, at the rhythm of a feed. */
export const paced = (reaction: Reaction, feed: Feed): Reaction => ({ ...reaction, feed });
