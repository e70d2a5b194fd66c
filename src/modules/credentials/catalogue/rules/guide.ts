import { type OfferedMeans, offeredMeans } from './means.js';

/** Who asks for a means, what for, and whether a phone can be used: the three questions of the guide. */
export interface Asked {
  readonly who: Who;
  readonly need: Need;
  readonly phone: boolean;
}

export const WHO = [
  'professional',
  'training',
  'role',
  'practice-staff',
  'structure-staff',
  'director',
  'software',
] as const;
export type Who = (typeof WHO)[number];

export const NEEDS = ['sign-in', 'insi', 'dmp'] as const;
export type Need = (typeof NEEDS)[number];

export interface Advice {
  /** The first one is the way to take; the others do as well, or complete it. Empty: no means opens that. */
  readonly means: readonly OfferedMeans[];
  readonly why: string;
}

const SAME = 'La carte et l’e-CPS se valent : deux formes d’un même droit.';

/** What somebody with a number of the register has: the phone first, the card where there is none. */
function ofRegister(card: 'cps' | 'cpf', { phone }: Asked): [string[], string] {
  return phone
    ? [['e-cps', card], `${SAME} L’e-CPS est prête en quelques minutes.`]
    : [[card], `${SAME} Sans téléphone, la carte et un lecteur.`];
}

const CPE_AT_DMP = 'Le DMP ne se consulte qu’avec un numéro RPPS : une CPE n’en donne pas.';

function ofStaff({ need, phone }: Asked): [string[], string] {
  if (need === 'dmp') return [[], CPE_AT_DMP];
  const how = 'Votre employeur commande une CPE à votre nom.';
  return phone ? [['cpe', 'e-cps'], `${how} Elle permet d’activer une e-CPS.`] : [['cpe'], how];
}

const ADVICE: Readonly<Record<Who, (asked: Asked) => [string[], string]>> = {
  professional: (asked) => ofRegister('cps', asked),
  training: (asked) => ofRegister('cpf', asked),
  role: ({ need, phone }) => {
    if (phone)
      return [['e-cps'], 'Inscrit par votre employeur, vous avez une e-CPS et pas de carte du registre.'];
    return need === 'dmp'
      ? [[], 'Une CPE ne consulte pas le DMP : il y faut une e-CPS, donc un téléphone.']
      : [['cpe'], 'Sans téléphone, votre employeur peut commander une CPE à votre nom sur TOM.'];
  },
  'practice-staff': (asked) => ofStaff(asked),
  'structure-staff': (asked) => ofStaff(asked),
  director: ({ need }) =>
    need === 'dmp'
      ? [[], CPE_AT_DMP]
      : [['cde', 'cda'], 'CDE pour un établissement de soins, CDA sinon ; un professionnel garde sa CPS.'],
  software: ({ need }) =>
    need === 'dmp'
      ? [['org-auth-cli', 'org-sign'], 'Deux certificats alimentent le DMP ; aucun ne le consulte.']
      : [['org-auth-cli'], 'Un certificat par logiciel pour INSi, dont le nom est calculé à la demande.'],
};

/** The means that suits, and why. */
export function advise(asked: Asked): Advice {
  const [ids, why] = ADVICE[asked.who](asked);
  return { means: ids.map(offeredMeans), why };
}
