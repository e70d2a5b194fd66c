import type { Structure } from '../../modules/structures/index.js';
import type { Workplaces } from '../population/structures.js';
import { addressIn, type Places } from '../population/towns.js';
import { Establishments } from './establishments.js';
import { rppsOf } from './numbers.js';

/** Where a nation works. Establishments are drawn again when asked; practices last as long as the person at hand. */
export interface NationalEstate extends Workplaces {
  readonly establishments: Establishments;
  /** Forgets the practices of the last person; those drawn from now on belong to this one. */
  begin(rank: number): void;
  /** The practices drawn from now on are those of a move of that person, under that name, on that day. */
  move(day: number, name: string): void;
  /** An establishment, or a practice of the person at hand. */
  structure(id: string): Structure | undefined;
  isEstablishment(id: string): boolean;
}

/** The places of a nation, invented in real communes. In: the seed, the communes, how many establishments. */
export function openNationalEstate(seed: number, places: Places, structures: number): NationalEstate {
  const establishments = new Establishments(seed, places, structures);
  // Where the person at hand works: asked for right after it was drawn, and found here sooner than among all.
  const atHand: Structure[] = [];
  let practices = 0;
  let holder = 0;
  let since = 0;
  let mover: string | undefined;
  return {
    establishments,
    near(random, kind, departement) {
      const found = establishments.near(random, kind, departement);
      atHand.push(found);
      return found;
    },
    begin(rank) {
      atHand.length = 0;
      practices = 0;
      holder = rank;
      since = 0;
      mover = undefined;
    },
    move(day, name) {
      since = day;
      mover = name;
    },
    structure(id) {
      const here = atHand.find((one) => one.id === id);
      if (here) return here;
      const rank = establishments.rankOf(id);
      return rank === undefined ? undefined : establishments.site(rank);
    },
    isEstablishment: (id) => establishments.rankOf(id) !== undefined,
    practice(random, town, name, sector, nationalId) {
      practices += 1;
      const practice: Structure = {
        id: `R97${digits(holder, 7)}${digits(since, 3)}${digits(practices, 2)}`,
        nationalId: nationalId ?? `4${rppsOf(holder)}${digits(since * 3 + practices, 3)}`,
        name: `CABINET ${mover ?? name}`,
        sector,
        address: addressIn(random, town),
      };
      // One place in four tells a phone (national file of September 2026).
      const told = random.chance(0.27)
        ? { ...practice, phone: `019900${digits(random.between(0, 9999), 4)}` }
        : practice;
      atHand.push(told);
      return told;
    },
  };
}

const digits = (value: number, width: number): string => String(value).padStart(width, '0');
