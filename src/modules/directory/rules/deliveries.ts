/** A delivery of the publication services, as announced. */
export interface Delivery {
  readonly profile: Profile;
  readonly title: string;
  /** When it was announced for, in words, and the first month that can be meant. */
  readonly announced: string;
  readonly from: string;
  readonly content: string;
  /** The professions in its perimeter; all of them when absent. */
  readonly professions?: readonly string[];
}

/** Which delivery an answer is to be like. */
export type Profile = 'V0' | 'V1';

/**
 * The deliveries announced in 2019: active data of a limited perimeter first, then all professions, complementary data
 * for those who may read them, and a public service. The perimeter of the first is that of the professions which the
 * orders and the army's health service register.
 */
export const DELIVERIES: readonly Delivery[] = [
  {
    profile: 'V0',
    title: 'Première livraison',
    announced: 'mars 2020',
    from: '2020-03',
    content: 'Données actives des professions inscrites par les ordres et le service de santé des armées',
    // Doctor, pharmacist, dentist, midwife, physiotherapist, podiatrist.
    professions: ['10', '21', '40', '50', '70', '80'],
  },
  {
    profile: 'V1',
    title: 'Périmètre complet',
    announced: 'fin 2020',
    from: '2020-12',
    content:
      'Toutes les professions, données complémentaires pour les programmes habilités, service public ouvert à tous',
  },
];

/** The profile of that name; the full one when none is named, undefined for another name. */
export function profileNamed(name: string | undefined): Profile | undefined {
  if (name === undefined || name === '') return 'V1';
  return DELIVERIES.find(({ profile }) => profile === name)?.profile;
}

/** Whether a delivery tells the exercises of a profession. */
export const isDelivered = (profile: Profile, profession: string): boolean =>
  DELIVERIES.find((one) => one.profile === profile)?.professions?.includes(profession) ?? true;
