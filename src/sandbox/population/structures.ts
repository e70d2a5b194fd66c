import {
  type Commune,
  departement,
  makeFiness,
  makeSiren,
  makeSiret,
} from '../../modules/nomenclatures/index.js';
import type { Structure, StructureGroup } from '../../modules/structures/index.js';
import { familyName } from './names.js';
import type { Random } from './random.js';
import { addressIn, type Places } from './towns.js';

export type Kind = 'hospital' | 'clinic' | 'military' | 'ehpad' | 'pharmacy' | 'laboratory' | 'centre';

/** Where people find a place to work. */
export interface Workplaces {
  /** A structure of that kind, in that département when one is there. */
  near(random: Random, kind: Kind, departement: string): Structure;
  /** Opens a practice on an invented street. Without a number it takes that of its first holder. */
  practice(random: Random, town: Commune, holder: string, sector: string, nationalId?: string): Structure;
}

/** The places where people work, by kind; `all` is every structure in the order of its making. */
export interface Estate extends Workplaces {
  readonly all: readonly Structure[];
  /** Invents structures for a number of people, three of each kind at least. */
  fill(random: Random, places: Places, people: number): void;
  /** A structure of that kind in that very département; it is opened in that town when there is none. */
  inTown(random: Random, kind: Kind, town: Commune): Structure;
}

interface Plan {
  readonly kind: Kind;
  /** People for one of them. */
  readonly per: number;
  readonly sector: string;
  /** TRE_R66, and TRE_R72 of the legal entity. */
  readonly category: string;
  readonly status: string;
  readonly names: readonly string[];
}

const PLANS: readonly Plan[] = [
  {
    kind: 'hospital',
    per: 140,
    sector: 'SA01',
    category: '355',
    status: '13',
    names: ['Centre hospitalier', 'Hôpital'],
  },
  {
    kind: 'clinic',
    per: 250,
    sector: 'SA04',
    category: '365',
    status: '95',
    names: ['Clinique', 'Polyclinique'],
  },
  {
    kind: 'military',
    per: 1700,
    sector: 'SA02',
    category: '114',
    status: '01',
    names: ['Hôpital d’instruction'],
  },
  { kind: 'ehpad', per: 120, sector: 'SA17', category: '500', status: '60', names: ['EHPAD', 'Résidence'] },
  {
    kind: 'centre',
    per: 300,
    sector: 'SA05',
    category: '124',
    status: '60',
    names: ['Centre de santé', 'Maison médicale'],
  },
  { kind: 'pharmacy', per: 40, sector: 'SA33', category: '620', status: '85', names: ['Pharmacie'] },
  { kind: 'laboratory', per: 250, sector: 'SA25', category: '611', status: '101', names: ['Laboratoire'] },
];

/** What an establishment is named after. */
export const PATRONS = [
  'des Trois Rivières',
  'du Val Fleuri',
  'de la Grande Île',
  'des Hauts Prés',
  'du Bois Joli',
  'des Cèdres Bleus',
  'de la Croix Verte',
  'du Beffroi',
  'des Horizons',
  'de la Halle',
  'des Deux Ponts',
  'du Mail',
];

/** Sector of a military hospital and of liberal practices (TRE_R02). */
export const SECTOR = { alone: 'SA07', group: 'SA08', company: 'SA09' } as const;

/** Gives the numbers of new structures, each once. */
interface StructureNumbers {
  finess(town: Commune): string;
  siren(): string;
  phone(): string;
}

/** An empty estate, to be filled. In: how many numbers are taken already, of establishments and of practices. */
export function openEstate(taken = { establishments: 0, practices: 0 }): Estate {
  const numbers = new Numbers(taken.establishments);
  const all: Structure[] = [];
  const byKind = new Map<Kind, ByDepartement>(PLANS.map(({ kind }) => [kind, new ByDepartement()]));
  const listOf = (kind: Kind) => byKind.get(kind) ?? new ByDepartement();
  const open = (random: Random, plan: Plan, town: Commune): Structure => {
    const group = plan.kind === 'hospital' ? groupIn(town, listOf('hospital')) : undefined;
    const made = make(random, numbers, plan, town).map((one) => (group ? { ...one, group } : one));
    all.push(...made);
    const last = made.at(-1) as Structure;
    listOf(plan.kind).add(last);
    return last;
  };
  let { practices } = taken;
  return {
    all,
    fill(random, places, people) {
      for (const plan of PLANS) {
        const wanted = Math.max(3, Math.round(people / plan.per));
        for (let i = 0; i < wanted; i += 1) open(random, plan, places.town(random));
      }
    },
    inTown: (random, kind, town) =>
      listOf(kind).in(town.departement)[0] ??
      open(random, PLANS.find((plan) => plan.kind === kind) as Plan, town),
    near: (random, kind, departement) => {
      const here = listOf(kind).in(departement);
      return random.pick(here.length > 0 ? here : listOf(kind).all);
    },
    practice(random, town, holder, sector, nationalId) {
      practices += 1;
      const structure = {
        ...practiceOf(practices, holder, sector),
        ...(nationalId ? { nationalId } : {}),
        address: addressIn(random, town),
      };
      all.push(structure);
      return structure;
    },
  };
}

/** Structures in the order of their making, and those of each département. */
class ByDepartement {
  readonly all: Structure[] = [];
  private readonly lists = new Map<string, Structure[]>();

  add(structure: Structure): void {
    const departement = structure.address?.departement ?? '';
    const here = this.lists.get(departement);
    if (here) here.push(structure);
    else this.lists.set(departement, [structure]);
    this.all.push(structure);
  }

  in(departement: string): readonly Structure[] {
    return this.lists.get(departement) ?? [];
  }
}

/** The hospitals of a département are in one GHT, which the first of them carries. */
function groupIn(town: Commune, hospitals: ByDepartement): StructureGroup {
  const name = `GHT ${departement(town.departement)?.name ?? town.departement}`.toUpperCase();
  const role = hospitals.in(town.departement).length === 0 ? 'support' : 'member';
  return { id: `4800${town.departement}`, name, type: '001', role };
}

/** Establishments with a FINESS number come with the legal entity they belong to, first. */
function make(random: Random, numbers: StructureNumbers, plan: Plan, town: Commune): Structure[] {
  const title = random.pick(plan.names);
  const name =
    plan.kind === 'pharmacy' ? `${title} ${familyName(random)}` : `${title} ${random.pick(PATRONS)}`;
  const address = addressIn(random, town);
  const phone = numbers.phone();
  const siren = numbers.siren();
  const siret = makeSiret(siren, '0001');
  const { sector, category, status: legalStatus } = plan;
  const known = { name: name.toUpperCase(), sector, address, phone };
  if (plan.kind === 'pharmacy') return [{ id: `C${siret}`, nationalId: `3${siret}`, siret, siren, ...known }];
  const entity = numbers.finess(town);
  const site = numbers.finess(town);
  return [
    {
      id: `F${entity}`,
      nationalId: `1${entity}`,
      finess: entity,
      siren,
      ...{ kind: 'EJ', source: 'FINESS', legalStatus },
      ...known,
      name: `GROUPE ${known.name}`,
    },
    {
      id: `F${site}`,
      nationalId: `1${site}`,
      finess: site,
      finessLegalEntity: entity,
      siret,
      siren,
      ...{ kind: 'EG', source: 'FINESS', category, legalStatus },
      ...known,
    },
  ];
}

function practiceOf(rank: number, holder: string, sector: string): Structure {
  // 98…: apart from the practices that people open themselves, which a sequence numbers.
  return { id: `R98${String(rank).padStart(12, '0')}`, name: `CABINET ${holder}`, sector };
}

/**
 * Numbers of structures in ranges that no register gives: order number from 97 0001 in FINESS, 998 in SIREN. Those of
 * an invented nation are others (98 and 99, 999), so that its files can be loaded beside these structures.
 */
class Numbers implements StructureNumbers {
  private finesses: number;
  private sirens: number;
  private phones = 0;

  constructor(taken: number) {
    this.finesses = taken;
    this.sirens = taken;
  }

  finess(town: Commune): string {
    this.finesses += 1;
    const order = `97${String(this.finesses).padStart(4, '0')}`;
    const department = town.departement.slice(0, 2);
    // The key of a Corsican number is published nowhere; any digit is accepted.
    return /^\d+$/.test(department) ? makeFiness(department + order) : `${department}${order}0`;
  }

  siren(): string {
    this.sirens += 1;
    return makeSiren(`998${String(this.sirens).padStart(5, '0')}`);
  }

  /** 01 99 00: the range that ARCEP keeps for fiction. */
  phone(): string {
    this.phones += 1;
    return `019900${String(this.phones % 10_000).padStart(4, '0')}`;
  }
}
