import { isMail } from '../../../modules/authorities/index.js';
import { cards } from '../../../modules/credentials/index.js';
import { isSiret } from '../../../modules/nomenclatures/index.js';
import type { FieldError } from '../../../ui/index.js';

export type Typed = Readonly<Record<string, string>>;

/** Test cards that may be asked for at once: enough for a team, too few for a deployment. */
const MOST_CARDS = 20;

interface TextField {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly wrong: (value: string) => string | undefined;
}

const needed = (message: string) => (value: string) =>
  value === '' || value.length > 150 ? message : undefined;

/** Who asks, and what for. */
export const TEXTS: readonly TextField[] = [
  { name: 'company', label: 'Raison sociale', wrong: needed('Écrivez la raison sociale.') },
  {
    name: 'siret',
    label: 'SIRET',
    hint: '14 chiffres.',
    wrong: (value) => (isSiret(value) ? undefined : 'Ce numéro n’est pas un SIRET : 14 chiffres.'),
  },
  { name: 'software', label: 'Logiciel à tester', wrong: needed('Écrivez le nom du logiciel.') },
  {
    name: 'purpose',
    label: 'Usage prévu',
    hint: 'Facturation, DMP, INSi, connexion, signature…',
    wrong: needed('Dites à quoi ces produits serviront.'),
  },
  {
    name: 'contact',
    label: 'Courriel où répondre',
    wrong: (value) => (isMail(value) ? undefined : 'Une adresse de courriel est attendue : nom@domaine.'),
  },
];

/** How many of each type of card, all marked TEST. */
export const QUANTITIES = Object.entries(cards.CARD_KINDS).map(([type, { label }]) => ({
  name: `cards-${type}`,
  label: `${type} : ${label.toLowerCase()}`,
}));

const quantity = (typed: Typed, name: string): number =>
  /^\d{0,3}$/.test(typed[name] ?? '') ? Number(typed[name] || 0) : Number.NaN;

/** Everything that keeps the form from being sent. */
export function faultsOf(typed: Typed): FieldError[] {
  const texts = TEXTS.flatMap(({ name, wrong }) => {
    const message = wrong((typed[name] ?? '').trim());
    return message ? [{ field: name, message }] : [];
  });
  const counts = QUANTITIES.map(({ name }) => quantity(typed, name));
  const unreadable = QUANTITIES.filter((_, i) => Number.isNaN(counts[i])).map(({ name }) => ({
    ...{ field: name, message: 'Un nombre de cartes est attendu.' },
  }));
  const total = counts.reduce((sum, count) => sum + (count || 0), 0);
  const [first] = QUANTITIES;
  const some = unreadable.length === 0 && (total === 0 || total > MOST_CARDS);
  const message = total === 0 ? 'Demandez au moins une carte.' : `Au plus ${MOST_CARDS} cartes par demande.`;
  return [...texts, ...unreadable, ...(some ? [{ field: first?.name, message }] : [])];
}

/** What the support reads, one line for each answer. */
export const linesOf = (typed: Typed): string[] => [
  ...TEXTS.map(({ name, label }) => `${label} : ${(typed[name] ?? '').trim()}`),
  ...QUANTITIES.filter(({ name }) => quantity(typed, name) > 0).map(
    ({ name, label }) => `${label} (TEST) : ${quantity(typed, name)}`,
  ),
];
