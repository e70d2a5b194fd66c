import type { cards } from '../../modules/credentials/index.js';
import { civilDay } from '../../platform/clock.js';
import { formatDate, type Tone } from '../../ui/index.js';

/** What a card is worth, as its holder reads it. */
export const STANDINGS: Readonly<Record<cards.CardStanding, readonly [string, Tone]>> = {
  sent: ['Envoyée, pas encore utilisée', 'info'],
  active: ['En service', 'success'],
  blocked: ['Bloquée', 'warning'],
  opposed: ['En opposition', 'danger'],
  returned: ['Revenue à l’expéditeur', 'danger'],
  expired: ['Expirée', 'neutral'],
};

/** What may be declared, with what follows. */
export const INCIDENTS: Readonly<Record<cards.IncidentReason, { label: string; follows: string }>> = {
  loss: { label: 'Perdue', follows: 'Opposition tout de suite, une autre carte est commandée.' },
  theft: { label: 'Volée', follows: 'Opposition tout de suite, une autre carte est commandée.' },
  compromise: {
    label: 'Quelqu’un d’autre connaît ses codes',
    follows: 'Opposition tout de suite, une autre carte est commandée.',
  },
  'card-not-received': {
    label: 'Carte jamais reçue',
    follows: 'Opposition tout de suite, une autre carte est commandée.',
  },
  malfunction: {
    label: 'En panne',
    follows: 'Une autre carte est commandée ; celle-ci sert jusqu’à la première utilisation de l’autre.',
  },
  'data-change': {
    label: 'Ce qui est écrit dessus a changé',
    follows: 'Une autre carte est commandée ; celle-ci sert jusqu’à la première utilisation de l’autre.',
  },
  'codes-lost': { label: 'Codes perdus', follows: 'De nouveaux codes partent par courrier, la carte reste.' },
  'codes-not-received': {
    label: 'Codes jamais reçus',
    follows: 'De nouveaux codes partent par courrier, la carte reste.',
  },
  'end-of-activity': { label: 'Fin d’activité', follows: 'Opposition tout de suite, sans autre carte.' },
};

/** What a holder may declare of his own card. */
export const HOLDER_REASONS: readonly cards.IncidentReason[] = [
  ...(['loss', 'theft', 'compromise', 'malfunction', 'card-not-received'] as const),
  ...(['codes-lost', 'codes-not-received', 'data-change'] as const),
];

/** What was done, after `declareIncident`: what follows `?fait=` in the address of the next page. */
export function doneOf({ opposed, orderId, newCodes, successor }: cards.Declared): string {
  if (newCodes) return 'codes';
  if (successor) return `${opposed ? 'opposee-suivie' : 'suivie'}${dayOf(successor)}`;
  if (opposed) return orderId ? 'opposee' : 'opposee-seule';
  return orderId ? 'remplacee' : 'notee';
}

const dayOf = ({ sentAt, expectedAt }: cards.Successor): string => {
  if (sentAt) return `&partie=${civilDay(sentAt)}`;
  return expectedAt ? `&prevue=${civilDay(expectedAt)}` : '';
};

/** That another card is on its way, with the day on which it left or leaves. */
export function onItsWay({ sentAt, expectedAt }: { sentAt?: Date | string; expectedAt?: Date | string }) {
  const day = sentAt ?? expectedAt;
  const when = day && `${sentAt ? 'Elle est partie' : 'Elle partira'} le ${formatDate(day)}.`;
  return ['Celle qui la remplace est déjà en route.', when].filter(Boolean).join(' ');
}

/** What was just done, by the code that stands in the address after a form. */
export const DONE: Readonly<Record<string, string>> = {
  commandee: 'La carte est commandée. Suivez-la ici, jusqu’à la lettre des codes.',
  annulee: 'La commande est annulée.',
  codes: 'De nouveaux codes partent par courrier. La carte reste la même.',
  opposee: 'La carte est en opposition et n’ouvre plus rien. Une autre est commandée.',
  'opposee-seule': 'La carte est en opposition et n’ouvre plus rien. Aucune autre n’est commandée.',
  'opposee-suivie': 'La carte est en opposition et n’ouvre plus rien. Aucune autre n’est commandée.',
  suivie: 'L’incident est noté. Aucune autre carte n’est commandée.',
  remplacee:
    'Une autre carte est commandée. Celle-ci sert encore jusqu’à la première utilisation de l’autre.',
  notee: 'L’incident est noté. Aucune autre carte n’est commandée.',
  renouvelee: 'La carte suivante est commandée.',
  puce: 'La puce dit maintenant ce que le registre sait de vous.',
  'puce-a-jour': 'Rien de nouveau : la puce disait déjà ce que le registre sait de vous.',
};
