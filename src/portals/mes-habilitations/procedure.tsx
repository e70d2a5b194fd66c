import type { contracts } from '../../modules/structures/index.js';
import { type StepState, Timeline } from '../../ui/index.js';
import { STRUCTURE } from './words.js';

/** How far a structure is on its way to certificates. */
export interface Progress {
  readonly contract: contracts.Contract | undefined;
  /** A technical administrator was declared by F301, or has a card in his name already. */
  readonly equipped: boolean;
  /** One is habilitated today. */
  readonly habilitated: boolean;
  /** The structure has a certificate in use. */
  readonly certified: boolean;
}

/**
 * The four steps that lead a structure to its certificates, in their order: the next one to do is the first that is not done.
 */
export function ProcedureSteps({ contract, equipped, habilitated, certified }: Progress) {
  const done = [contract !== undefined, equipped, habilitated, certified];
  const next = done.indexOf(false);
  const state = (index: number): StepState => {
    if (index === next) return 'current';
    return done[index] ? 'done' : 'waiting';
  };
  const steps = [
    {
      title: <a href={`${STRUCTURE}/contrat`}>1. Contrat avec l’agence</a>,
      body: contract ? `Contrat ${contract.number}.` : 'Rien ne se commande sans lui.',
    },
    {
      title: <a href="/formulaires/f301">2. Administrateur technique et sa carte (F301)</a>,
      body: 'Le formulaire le déclare et commande sa carte ; il garde celle qu’il a.',
    },
    {
      title: <a href={`${STRUCTURE}/ajout?type=technical-admin`}>3. Son habilitation, ici</a>,
      body: 'Par le représentant légal ou un mandataire.',
    },
    {
      title: '4. Commande des certificats',
      body: 'Par l’administrateur technique lui-même, sur la plateforme IGC.',
    },
  ];
  return (
    <Timeline
      label="Vers les certificats de la structure"
      steps={steps.map((step, index) => ({ ...step, state: state(index) }))}
    />
  );
}
