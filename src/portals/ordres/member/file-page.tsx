import type { ActLine, Member } from '../../../modules/authorities/index.js';
import { Alert, DescriptionList, Table, Time } from '../../../ui/index.js';
import { Frame, type View } from '../frame.js';
import { CivilStatusBlock, ContactBlock, SectorBlock } from './file-blocks.js';
import { displayName, shownActor } from './shown.js';

/** Words for the states of a file. */
export const STATE_WORDS: Readonly<Record<string, string>> = {
  draft: 'Brouillon',
  submitted: 'À instruire',
  'in-review': 'En cours d’instruction',
  'complement-requested': 'Complément demandé',
  active: 'Inscrit',
  suspended: 'Suspendu',
  closed: 'Clos',
  refused: 'Refusé',
  abandoned: 'Abandonné',
};

/** «Mon dossier»: all that the ordre holds, read-only. */
export function FilePage(props: View & { own: Member; acts: readonly ActLine[] }) {
  const { own, portal } = props;
  return (
    <Frame {...props} title="Mon dossier" lead={displayName(own.record)} current="dossier">
      <DescriptionList
        items={[
          { term: 'Identifiant national', value: own.idNat ?? '', note: 'Un seul pour toute la vie' },
          { term: 'État', value: STATE_WORDS[own.state] },
          { term: 'Autorité', value: portal.authority.name },
        ]}
      />
      <p>
        <a href={`/suivi/${encodeURIComponent(own.idNat ?? '')}`}>Suivre le trajet de mes données</a>, de
        l’ordre jusqu’à Pro Santé Connect.
      </p>
      <CivilStatusBlock record={own.record} />
      <SectorBlock record={own.record} />
      <ContactBlock record={own.record} />
      <Alert>
        Un changement d’identité ou d’exercice se demande à votre conseil. Vos coordonnées se changent dans{' '}
        <a href={`${portal.path}/coordonnees`}>Mes coordonnées</a>.
      </Alert>
      <ActsTable acts={props.acts} authority={portal.authority.shortName} />
    </Frame>
  );
}

const ACT_WORDS: Readonly<Record<string, string>> = {
  draft: 'Demande écrite',
  register: 'Inscription validée',
  submit: 'Demande déposée',
  'take-up': 'Instruction commencée',
  'ask-complement': 'Complément demandé',
  'give-complement': 'Complément reçu',
  validate: 'Inscription validée',
  refuse: 'Demande refusée',
  abandon: 'Demande abandonnée',
  suspend: 'Suspension',
  resume: 'Fin de la suspension',
  close: 'Fin d’inscription',
  reopen: 'Réinscription',
  reject: 'Refus du registre',
  'change-contacts-by-member': 'Coordonnées modifiées',
  'change-contacts-by-agent': 'Coordonnées modifiées',
  'undo-contacts': 'Modification de coordonnées annulée',
  'change-exercise-name': 'Nom d’exercice modifié',
};

/** The steps of a file: what, when, by whom, and for a validation what was checked. */
export function ActsTable({ acts, authority }: { acts: readonly ActLine[]; authority: string }) {
  return (
    <Table
      caption="Étapes du dossier"
      columns={['Étape', 'Quand', 'Par qui', 'Détail'].map((label) => ({ label }))}
      rows={acts.map((act) => [
        ACT_WORDS[act.act] ?? act.act,
        <Time value={act.at} />,
        shownActor(act.by, authority),
        detail(act.details),
      ])}
    />
  );
}

function detail({ checked, reason, message }: ActLine['details']): string {
  if (Array.isArray(checked)) return `Vérifié : ${checked.join(' ; ')}`;
  return [reason, message].filter((text) => typeof text === 'string').join(' ') || '–';
}
