import { type Commune, makeSiret } from '../../modules/nomenclatures/index.js';
import { type Structure, type StructureGroup, sectorOf } from '../../modules/structures/index.js';
import { familyName } from '../population/names.js';
import type { Random } from '../population/random.js';
import { type Kind, PATRONS } from '../population/structures.js';
import { addressIn, type Places } from '../population/towns.js';
import { somewhereIn } from './centres.js';
import { drawsFor, PURPOSE } from './draws.js';
import { LANDSCAPE, landscapeOf, type Sort } from './landscape.js';
import { NationalNumbers } from './numbers.js';

/** A legal entity and the ranks of its establishments. */
interface Entity {
  readonly finess: string;
  readonly siren: string;
  readonly sort: Sort;
  readonly sites: readonly number[];
  group?: StructureGroup;
}

/**
 * The establishments of a nation and their legal entities: numbers and towns are given first, the rest is drawn when it
 * is asked for. In: the seed, the communes, about how many. Ranks go from 0 to `size`.
 */
export class Establishments {
  readonly entities: Entity[] = [];
  private readonly towns: Commune[] = [];
  private readonly numbers: string[] = [];
  private readonly entityOf: number[] = [];
  private readonly ranks = new Map<string, number>();
  private readonly made: (Structure | undefined)[] = [];
  private readonly byKind = new Map<Kind, Map<string, number[]>>();

  constructor(
    private readonly seed: number,
    places: Places,
    structures: number,
  ) {
    const random = drawsFor(seed, PURPOSE.estate, 0);
    const numbers = new NationalNumbers();
    const { counts, groups, members } = landscapeOf(structures);
    for (const [i, sort] of LANDSCAPE.entries())
      this.settle(sort, counts[i] ?? 0, { random, places, numbers });
    this.group(members, groups);
  }

  get size(): number {
    return this.numbers.length;
  }

  /** The rank of an establishment by its technical id; undefined for any other structure. */
  rankOf(id: string): number | undefined {
    return this.ranks.get(id);
  }

  /** An establishment of a kind, in that département when one is there. */
  near(random: Random, kind: Kind, departement: string): Structure {
    const all = this.byKind.get(kind);
    const here = all?.get(departement) ?? random.pick([...(all?.values() ?? [])]);
    return this.site(random.pick(here));
  }

  /** The establishment of a rank: the same one each time, as many people work in it. */
  site(rank: number): Structure {
    const found = this.made[rank] ?? this.make(rank);
    this.made[rank] = found;
    return found;
  }

  private make(rank: number): Structure {
    const random = drawsFor(this.seed, PURPOSE.structure, rank);
    const entity = this.entities[this.entityOf[rank] ?? -1] as Entity;
    const town = this.towns[rank] as Commune;
    const { sort, finess, siren, group } = entity;
    const number = this.numbers[rank] ?? '';
    const category = random.weighted(sort.categories);
    const sector = sort.sector ?? sectorOf(category);
    const position = somewhereIn(town.departement, random.next(), random.next());
    return {
      id: `F${number}`,
      nationalId: `1${number}`,
      ...{ finess: number, finessLegalEntity: finess, siren, kind: 'EG', source: 'FINESS' },
      siret: makeSiret(siren, String(entity.sites.indexOf(rank) + 1).padStart(4, '0')),
      name: nameOf(random, sort),
      category,
      ...(sector && { sector }),
      legalStatus: statusOf(this.seed, entity, this.entityOf[rank] ?? 0),
      ...(sort.tariff && { tariff: sort.tariff }),
      ...(sort.kind === 'hospital' && { publicService: '1' }),
      ...(group && { group }),
      openedOn: random.date(1950, 2024),
      changedOn: '2026-01-02',
      address: addressIn(random, town),
      ...(position && { position }),
      phone: `019900${String(rank % 10_000).padStart(4, '0')}`,
    };
  }

  /** The legal entity of a rank in `entities`. Its seat is the address of its first establishment. */
  entity(rank: number): Structure {
    const entity = this.entities[rank] as Entity;
    const random = drawsFor(this.seed, PURPOSE.entity, rank);
    const first = this.site(entity.sites[0] ?? 0);
    return {
      id: `F${entity.finess}`,
      nationalId: `1${entity.finess}`,
      ...{ finess: entity.finess, siren: entity.siren, kind: 'EJ', source: 'FINESS' },
      name: entity.sites.length > 1 ? `GROUPE ${first.name}` : first.name,
      legalStatus: statusOf(this.seed, entity, rank),
      ...(entity.group && { group: entity.group }),
      openedOn: random.date(1950, 2015),
      changedOn: '2026-01-02',
      ...(first.address && { address: first.address }),
    };
  }

  private settle(
    sort: Sort,
    count: number,
    by: { random: Random; places: Places; numbers: NationalNumbers },
  ): void {
    const towns = Array.from({ length: count }, () => by.places.town(by.random));
    // Establishments of one département follow each other, so that those of one entity are neighbours.
    towns.sort((a, b) => (a.departement < b.departement ? -1 : a.departement > b.departement ? 1 : 0));
    for (let from = 0; from < count; from += sort.perEntity) {
      const sites: number[] = [];
      const seat = towns[from] as Commune;
      const entity: Entity = { finess: by.numbers.finess(seat), siren: by.numbers.siren(), sort, sites };
      for (const town of towns.slice(from, from + sort.perEntity))
        sites.push(this.open(sort, town, by.numbers));
      this.entities.push(entity);
    }
  }

  private open(sort: Sort, town: Commune, numbers: NationalNumbers): number {
    const rank = this.numbers.length;
    const finess = numbers.finess(town);
    this.numbers.push(finess);
    this.towns.push(town);
    this.made.push(undefined);
    this.entityOf.push(this.entities.length);
    this.ranks.set(`F${finess}`, rank);
    if (sort.kind !== undefined) {
      const kinds = this.byKind.get(sort.kind) ?? new Map<string, number[]>();
      this.byKind.set(sort.kind, kinds);
      kinds.set(town.departement, [...(kinds.get(town.departement) ?? []), rank]);
    }
    return rank;
  }

  /** Public hospitals come first and in the order of the départements: a GHT is a run of them. */
  private group(members: number, groups: number): void {
    for (let i = 0; i < members; i += 1) {
      const n = Math.floor((i * groups) / members);
      const first = i === 0 || Math.floor(((i - 1) * groups) / members) !== n;
      const name = `GHT ${PATRONS[n % PATRONS.length]} ${n + 1}`.toUpperCase();
      const entity = this.entities[i] as Entity;
      entity.group = { id: `4900${n + 1}`, name, type: '001', role: first ? 'support' : 'member' };
    }
  }
}

function nameOf(random: Random, { kind, titles }: Sort): string {
  const title = random.pick(titles);
  const name = kind === 'pharmacy' ? familyName(random) : random.pick(PATRONS);
  return `${title} ${name}`.toUpperCase();
}

const statusOf = (seed: number, { sort }: Entity, rank: number): string =>
  drawsFor(seed, PURPOSE.entity, rank).pick(sort.statuses);
