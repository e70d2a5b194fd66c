import type { Structure } from '../../modules/structures/index.js';
import { type Estate, openEstate } from '../population/structures.js';
import { addressIn, type Places } from '../population/towns.js';
import { drawsFor, PURPOSE } from './draws.js';
import { NationalNumbers, rppsOf } from './numbers.js';

/** Where a nation works. Establishments are kept; practices only as long as the person at hand. */
export interface NationalEstate extends Estate {
  /** Forgets the practices of the last person; those drawn from now on belong to this one. */
  begin(rank: number): void;
  /** The practices drawn from now on are those of a move of that person, under that name, on that day. */
  move(day: number, name: string): void;
  /** An establishment, or a practice of the person at hand. */
  structure(id: string): Structure | undefined;
  isEstablishment(id: string): boolean;
}

/** Fewer than for a small population: some 3,500 hospitals and 12,500 pharmacies for two million people. */
const FEWER = 0.25;

/** The establishments of a nation, invented in real communes. In: the seed, the communes, how many people. */
export function openNationalEstate(seed: number, places: Places, people: number): NationalEstate {
  const estate = openEstate(new NationalNumbers());
  estate.fill(drawsFor(seed, PURPOSE.estate, 0), places, Math.ceil(people * FEWER));
  const established = new Map(estate.all.map((one) => [one.id, one]));
  const practices = new Map<string, Structure>();
  let holder = 0;
  let since = 0;
  let mover: string | undefined;
  return {
    ...estate,
    begin(rank) {
      practices.clear();
      holder = rank;
      since = 0;
      mover = undefined;
    },
    move(day, name) {
      since = day;
      mover = name;
    },
    structure: (id) => practices.get(id) ?? established.get(id),
    isEstablishment: (id) => established.has(id),
    practice(random, town, name, sector, nationalId) {
      const rank = practices.size + 1;
      const practice = {
        id: `R97${digits(holder, 7)}${digits(since, 3)}${digits(rank, 2)}`,
        nationalId: nationalId ?? `4${rppsOf(holder)}${digits(since * 3 + rank, 3)}`,
        name: `CABINET ${mover ?? name}`,
        sector,
        address: addressIn(random, town),
        // One place in four tells a phone (national file of September 2026).
        ...(random.chance(0.27) ? { phone: `019900${digits(random.between(0, 9999), 4)}` } : {}),
      };
      practices.set(practice.id, practice);
      return practice;
    },
  };
}

const digits = (value: number, width: number): string => String(value).padStart(width, '0');
