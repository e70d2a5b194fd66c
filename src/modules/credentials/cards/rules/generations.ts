/** A generation of chips, in the order in which they came. */
export type Generation = 'CPS3' | 'CPS3.3' | 'CPS4';

export interface ChipModel {
  readonly generation: Generation;
  /** Maker's name of the chip and version of the card's profile. */
  readonly chip: string;
  readonly version: string;
  /** Made from that civil day on. */
  readonly from: string;
  readonly years: number;
  /** What is behind the contactless face. */
  readonly contactless: string;
  /** Whether the chip tells its facts under the labels of the former cards too. */
  readonly formerLabels?: true;
  /** Certificate of conformity of the contactless function. */
  readonly conformity?: string;
  readonly source: string;
}

/** Chips by the day a card is made (YYYY-MM-DD): the newest that had begun. */
export const CHIP_MODELS: readonly ChipModel[] = [
  {
    generation: 'CPS3',
    chip: 'IAS-ECC',
    version: '3.0',
    from: '2011-02-01',
    years: 3,
    contactless: 'MIFARE Classic',
    source: 'Caractéristiques de la CPS3 : validité de trois ans, depuis février 2011',
  },
  {
    generation: 'CPS3.3',
    chip: 'R3',
    version: '3.3',
    from: '2020-07-01',
    years: 3,
    contactless: 'MIFARE DESFire EV1',
    conformity: 'EAL4+',
    source: 'Nouvelle puce R3 des cartes CPx 3.3, en production à la mi-2020',
  },
  {
    generation: 'CPS4',
    chip: 'ChipDoc',
    version: '4.0',
    from: '2025-07-01',
    years: 6,
    contactless: 'MIFARE DESFire',
    formerLabels: true,
    conformity: 'EAL4+',
    source: 'CPS4 : validité de six ans, déployée à partir du second semestre 2025',
  },
];

/** The chip of a card made on a civil day (YYYY-MM-DD); the first one for what is older than all. */
export const modelOn = (day: string): ChipModel =>
  CHIP_MODELS.findLast(({ from }) => from <= day) ?? (CHIP_MODELS[0] as ChipModel);

export const modelOf = (generation: Generation): ChipModel =>
  CHIP_MODELS.find((one) => one.generation === generation) as ChipModel;

/** The last instant of a card of a model made at `at`. */
export function validUntil(model: ChipModel, at: Date): Date {
  const end = new Date(at);
  end.setUTCFullYear(end.getUTCFullYear() + model.years);
  return end;
}
