import type { Random } from './random.js';

const HEADS =
  `Bel Val Mont Roc Clair Font Beau Cham Gran Lar Mor Per Vern Tal Sau Dor Fal Gar Hau Jour Lan Mar Nor Or
Pra Ram Sal Tour Vau Bra`.split(/\s+/);
const TAILS =
  `drin cairn lerac vigne tardy dessart vallon mercey doisne quaire bazin celot chenil delange fontin garde
honnay lioux menard nessac pellin querel rivaux sandrel thievre vernois zelin gouard bertal coussy`.split(
    /\s+/,
  );
const WOMEN =
  `Marie Camille Léa Manon Chloé Zoé Inès Sarah Julie Claire Sophie Isabelle Nathalie Valérie Sylvie
Catherine Françoise Hélène Aurélie Émilie Céline Élodie Maëlle Anaïs Noémie Amina Fatou Leïla Nadia
Yasmine Agnès Béatrice Odile Solène Gwenaëlle Margaux Lucie Pauline Mathilde Jeanne Louise Alice Éva
Thaïs Anne-Sophie Marie-Laure Anne-Claire Marie-Thérèse Rose-Marie Chantal`.split(/\s+/);
const MEN =
  `Jean Pierre Michel Philippe Alain Nicolas Christophe Laurent Julien Thomas Antoine Alexandre Maxime Hugo
Lucas Théo Léo Raphaël Gaël Loïc Yann François Frédéric Stéphane Sébastien Benoît Jérôme Rémi Rémy Mehdi
Karim Samir Moussa Ibrahima Olivier Pascal Hervé Denis Gilles Bruno Étienne Clément Adrien Noël Aimé
Jean-Baptiste Jean-François Pierre-Yves Paul-Henri Marc-Antoine`.split(/\s+/);
const STREETS = [
  'des Trois Merles',
  'du Vieux Lavoir',
  'des Tisserands',
  'de la Source Claire',
  'du Grand Tilleul',
  'des Vignes Hautes',
  'de la Tannerie',
  'du Colombier',
  'des Quatre Chemins',
  'du Moulin Neuf',
  'des Bateliers',
  'de l’Ancienne Forge',
  'des Lilas Blancs',
  'du Pré aux Oies',
  'de la Fontaine Ronde',
  'des Charmes',
  'du Pont Couvert',
  'de la Garenne',
];
const STREET_TYPES = ['R', 'AV', 'BD', 'PL', 'ALL', 'CHE'];

/** Syllables of family names, and given names: what longer lists are made from. */
export const NAMES = { heads: HEADS, tails: TAILS, women: WOMEN, men: MEN } as const;

/** An invented family name in capitals, as registers write it; one in twelve is double. */
export function familyName(random: Random): string {
  const one = () => random.pick(HEADS) + random.pick(TAILS);
  return (random.chance(1 / 12) ? `${one()}-${one()}` : one()).toUpperCase();
}

/** Between one and three given names, the usual one first. */
export function givenNames(random: Random, sex: 'F' | 'M'): string[] {
  const list = sex === 'F' ? WOMEN : MEN;
  const wanted = random.weighted(GIVEN_NAMES);
  const names: string[] = [];
  while (names.length < wanted) {
    const name = random.pick(list);
    if (!names.includes(name)) names.push(name);
  }
  return names;
}

/** How many given names people bear. */
const GIVEN_NAMES = [
  [1, 45],
  [2, 35],
  [3, 20],
] as const;

/** An invented street: number, type (TRE_R35) and name. */
export function street(random: Random): { streetNumber: string; streetType: string; street: string } {
  return {
    streetNumber: String(random.between(1, 140)),
    streetType: random.pick(STREET_TYPES),
    street: random.pick(STREETS),
  };
}

/** The letters of a name that fit an address or a file name: no accent, no space, small. */
export function plain(name: string): string {
  if (/^[A-Za-z-]*$/.test(name)) return name.toLowerCase();
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z-]/g, '');
}
