import type { BirthNames } from '../population/civil-status.js';
import { givenNames, NAMES } from '../population/names.js';
import type { Random } from '../population/random.js';

const MIDDLES =
  `a bri ca che da de di dou e fa fe go gui han ja jo ki la le li lo lu ma me mi mo na ne ni no ou pa pe po qui
ra re ri ro sa se si sou ta te ti to va ve vi vo yo za ze`
    .toUpperCase()
    .split(/\s+/);
const HEADS = NAMES.heads.map((head) => head.toUpperCase());
const TAILS = NAMES.tails.map((tail) => tail.toUpperCase());

/** Birth names as a nation has them: some thirty thousand family names, a twelfth of them double. */
export function birthNames(random: Random): BirthNames {
  const sex = random.chance(0.62) ? 'F' : 'M';
  const birthName = random.chance(1 / 12) ? `${one(random)}-${one(random)}` : one(random);
  return { birthName, givenNames: givenNames(random, sex), sex };
}

function one(random: Random): string {
  const middle = random.chance(0.7) ? random.pick(MIDDLES) : '';
  return random.pick(HEADS) + middle + random.pick(TAILS);
}
