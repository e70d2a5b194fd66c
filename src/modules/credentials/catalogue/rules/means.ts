import { CARD_KINDS, type CardType } from '../../cards/rules/kinds.js';
import { KINDS } from '../../certificates/rules/offers.js';

/** Whom a means identifies: a natural person, or a legal one with its software and servers. */
export type Branch = 'person' | 'organisation';

/** One means of identification of the catalogue. */
export interface OfferedMeans {
  /** `cps`, `e-cps`, `org-auth-cli`… */
  readonly id: string;
  readonly branch: Branch;
  readonly name: string;
  readonly forWhom: string;
  /** How it is had, in a sentence. */
  readonly how: string;
  /** Where it is asked for. */
  readonly door: { readonly href: string; readonly label: string };
}

type Way = Pick<OfferedMeans, 'forWhom' | 'how' | 'door'>;

const OWN_CARD = { href: '/ma-carte', label: 'Ma Carte' };
const TOM = { href: '/tom', label: 'TOM' };
const F101 = { href: '/formulaires/f101', label: 'Formulaire F101' };

const CARD_WAYS: Readonly<Record<CardType, Way>> = {
  CPS: {
    forWhom: 'Professionnels inscrits par un ordre, une ARS ou le service de santé des armées.',
    how: 'Envoyée à l’inscription, ou commandée sur Ma Carte (infirmiers, professions des ARS salariées).',
    door: OWN_CARD,
  },
  CPF: {
    forWhom: 'Internes et étudiants autorisés à remplacer.',
    how: 'Envoyée à l’inscription à l’ordre.',
    door: OWN_CARD,
  },
  CPE: {
    forWhom: 'Salariés d’un cabinet ou d’un établissement, sans carte à eux ; à leur nom, ou de service.',
    how: 'Commandée par l’employeur : sur TOPS s’il est libéral, par le mandataire sur TOM sinon.',
    door: TOM,
  },
  CDE: {
    forWhom: 'Représentants légaux d’un établissement de soins, sans carte à eux.',
    how: 'Demandée avec le contrat de la structure.',
    door: F101,
  },
  CPA: {
    forWhom: 'Personnel d’une structure autorisée qui n’est pas un établissement de soins.',
    how: 'Commandée par le mandataire sur TOM.',
    door: TOM,
  },
  CDA: {
    forWhom: 'Représentants légaux d’une structure autorisée, sans carte à eux.',
    how: 'Demandée avec le contrat de la structure.',
    door: F101,
  },
};

const E_CPS: OfferedMeans = {
  ...{ id: 'e-cps', branch: 'person', name: 'e-CPS : l’application sur le téléphone' },
  forWhom: 'Tous ceux qui ont un numéro RPPS, et les titulaires d’une carte à leur nom.',
  how: 'Activée par le titulaire : avec sa carte, ou par un courriel et un SMS.',
  door: { href: '/portail-psc/activation', label: 'Activer l’e-CPS' },
};

const cardMeans = (type: CardType): OfferedMeans => ({
  ...{ id: type.toLowerCase(), branch: 'person', name: `${type} : ${CARD_KINDS[type].label.toLowerCase()}` },
  ...CARD_WAYS[type],
});

const certificateMeans = ({ offer, usage, label, use }: (typeof KINDS)[number]): OfferedMeans => ({
  id: `${offer}-${usage}`.toLowerCase().replace(/[^a-z]+/g, '-'),
  ...{ branch: 'organisation', name: `${offer} ${usage} : ${label}`, how: use },
  forWhom:
    offer === 'ORG' ? 'Logiciels d’une entité juridique sous contrat.' : 'Serveurs d’une entité juridique.',
  door: { href: '/igc/plateforme', label: 'Plateforme IGC' },
});

/** Everything that can be had, each in one branch only. */
export const CATALOGUE: readonly OfferedMeans[] = [
  ...(Object.keys(CARD_KINDS) as CardType[]).map(cardMeans),
  E_CPS,
  ...KINDS.map(certificateMeans),
];

/** One means by its id. @throws when the catalogue has none: a mistake of ours */
export function offeredMeans(id: string): OfferedMeans {
  const found = CATALOGUE.find((one) => one.id === id);
  if (!found) throw new Error(`no means called ${id}`);
  return found;
}
