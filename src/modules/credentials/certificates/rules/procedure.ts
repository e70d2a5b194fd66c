/** The steps that come before an order, in the order in which they are taken. */
export const STEPS = ['contract', 'card', 'habilitation', 'order'] as const;
export type Step = (typeof STEPS)[number];

interface StepRule {
  readonly title: string;
  /** Where the step is taken. */
  readonly door: string;
  /** What is said to whoever comes too early. */
  readonly missing: string;
}

/**
 * The procedure of the agency for software certificates: contract, card of the technical administrator (form F301),
 * habilitation on MesHabilitations, then the order (arrêté of 4/04/2022, art. 3, for the designation).
 */
export const STEP_RULES: Readonly<Record<Step, StepRule>> = {
  contract: {
    title: 'Le contrat avec l’agence',
    door: '/mes-habilitations',
    missing:
      'Aucun contrat n’est en cours : le représentant légal le signe sur MesHabilitations, ou le demande par le formulaire F101.',
  },
  card: {
    title: 'La carte de l’administrateur technique',
    door: '/formulaires/f301',
    missing:
      'L’administrateur technique n’a pas de carte valable à son nom : commandez-la par le formulaire F301 ou sur TOM.',
  },
  habilitation: {
    title: 'L’habilitation de l’administrateur technique',
    door: '/mes-habilitations',
    missing:
      'Vous n’êtes pas habilité comme administrateur technique de cette structure : le représentant légal ou un mandataire vous habilite sur MesHabilitations.',
  },
  order: {
    title: 'La commande sur la plateforme IGC',
    door: '/igc/plateforme/structures',
    missing: '',
  },
};

/** Where each step stands: a step is open only once all those before it are done. */
export type StepState = 'done' | 'missing' | 'waiting';

/** In: what is there for a person and a structure. Out: the state of each step; the last one is `done` when all others are. */
export function procedure(done: Readonly<Record<Exclude<Step, 'order'>, boolean>>): Record<Step, StepState> {
  let before = true;
  const state = (step: Exclude<Step, 'order'>): StepState => {
    const found = before ? (done[step] ? 'done' : 'missing') : 'waiting';
    before &&= done[step];
    return found;
  };
  const states = { contract: state('contract'), card: state('card'), habilitation: state('habilitation') };
  return { ...states, order: before ? 'done' : 'waiting' };
}

/** The first step that is missing; undefined when the order may begin. */
export const missingStep = (states: Readonly<Record<Step, StepState>>): Step | undefined =>
  STEPS.find((step) => states[step] === 'missing');
