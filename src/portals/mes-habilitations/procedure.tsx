import type { contracts } from '../../modules/structures/index.js';
import { type StepState, Timeline } from '../../ui/index.js';
import { STRUCTURE } from './words.js';

/**
 * The four steps that lead a structure to its certificates, in their order: the next one to do is the first that is not done.
 */
export function ProcedureSteps(props: {
  contract: contracts.Contract | undefined;
  declared: number;
  admins: number;
}) {
  const done = [props.contract !== undefined, props.declared > 0, props.admins > 0];
  const next = done.indexOf(false);
  const state = (index: number): StepState => {
    if (index === (next === -1 ? done.length : next)) return 'current';
    return done[index] ? 'done' : 'waiting';
  };
  const steps = [
    {
      title: <a href={`${STRUCTURE}/contrat`}>1. Contrat avec l’agence</a>,
      body: props.contract ? `Contrat ${props.contract.number}.` : 'Rien ne se commande sans lui.',
    },
    {
      title: <a href="/formulaires/f301">2. Administrateur technique et sa carte (F301)</a>,
      body: 'Le formulaire le déclare et commande sa carte.',
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
