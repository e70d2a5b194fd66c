import { allCommunes, type Commune, commune, departement } from '../../modules/nomenclatures/index.js';
import type { Address } from '../../modules/structures/index.js';
import { street } from './names.js';
import type { Random } from './random.js';

/** INSEE codes of towns that have a hospital here: at least one a département, large cities several times. */
const TOWNS =
  `75110 75112 75113 75114 75115 75118 75120 13203 13205 13208 69383 69387 69388 31555 31555 06088 06088 44109
44109 34172 34172 67482 67482 33063 33063 59350 59350 35238 35238 51454 42218 76351 83137 38185 21231 49007 30189 63113
72181 13001 29019 37261 80021 87085 74010 66136 25056 57463 45234 76540 68224 14118 54395 97411 97411 97209 97120 97302
97611 86194 17300 64445 64102 29232 56121 56260 22278 85191 53130 28085 18033 58194 89024 10387 52121 88160 02691 60057
62041 62160 08105 55029 70550 90010 39300 71270 01053 73065 26362 07186 43157 15014 19272 23096 24322 46042 47001 40192
32013 65440 09122 11069 12202 48095 81004 82121 05061 04070 84007 36044 41018 61001 27229 50502 79191 16015 03190 77288
78646 91228 92050 93008 94028 95127`.split(/\s+/);

const ABROAD = [
  ['99131', 'Bruxelles'],
  ['99134', 'Valence'],
  ['99139', 'Porto'],
  ['99114', 'Cluj'],
  ['99205', 'Beyrouth'],
  ['99127', 'Turin'],
  ['99341', 'Dakar'],
  ['99333', 'Antsirabe'],
  ['99140', 'Lausanne'],
] as const;

export interface Places {
  /** A town with a hospital; large cities come more often. */
  town(random: Random): Commune;
  /** A commune of the same département, most often a small one. */
  near(random: Random, town: Commune): Commune;
  /** Any commune of the country. */
  anywhere(random: Random): Commune;
  /** The town of an INSEE code. @throws RangeError when there is none */
  named(insee: string): Commune;
}

/** The communes in which the fictitious people live and work. They are real; nothing else is. */
export function openPlaces(): Places {
  const towns = TOWNS.map(known);
  const communes = [...allCommunes()];
  const byDepartement = Map.groupBy(communes, (one) => one.departement);
  return {
    town: (random) => random.pick(towns),
    near: (random, town) =>
      random.chance(0.6) ? town : random.pick(byDepartement.get(town.departement) ?? [town]),
    anywhere: (random) => random.pick(communes),
    named: known,
  };
}

function known(insee: string): Commune {
  const found = commune(insee);
  if (!found || found.postcodes.length === 0) throw new RangeError(`no commune ${insee}`);
  return found;
}

/** A postal address on an invented street of a commune. */
export function addressIn(random: Random, town: Commune): Address {
  const { streetNumber, streetType, street: name } = street(random);
  const postcode = town.postcodes[0] ?? '';
  return {
    streetNumber,
    streetType,
    street: name,
    postcode,
    cedexOffice: town.name,
    commune: town.insee,
    communeName: town.name,
    departement: town.departement,
    country: '99000',
  };
}

/** Where a person was born: a French commune, or one time in twelve abroad. */
export function birthPlace(
  random: Random,
  places: Places,
): { commune?: string; country: string; name: string } {
  if (random.chance(1 / 12)) {
    const [country, name] = random.pick(ABROAD);
    return { country, name };
  }
  const town = places.near(random, places.town(random));
  return { commune: town.insee, country: '99100', name: town.name };
}

/** The regional health agency of a commune (TRE_R60). */
export function agencyOf(town: Commune): string {
  const region = departement(town.departement)?.region ?? '11';
  return `ARS-${AGENCY_OF_REGION[region] ?? region}`;
}

// Overseas, the agencies and the INSEE regions are both 01 to 06, except that Réunion is 04 for INSEE and 05 here.
const AGENCY_OF_REGION: Readonly<Record<string, string>> = { '04': '05' };
