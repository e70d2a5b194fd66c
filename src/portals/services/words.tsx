import {
  type CatalogueEntry,
  type DeclarationState,
  type Finding,
  type Level,
  meansOfMode,
  type OtherMeans,
  type Outcome,
  type ServiceKind,
} from '../../modules/identity-provider/index.js';
import { Tag, type Tone } from '../../ui/index.js';

export const KIND_WORDS: Readonly<Record<ServiceKind, string>> = {
  national: 'Service national',
  integrates: 'Intègre un service national',
  other: 'Autre service',
};

export const LEVEL_WORDS: Readonly<Record<Level, string>> = {
  low: 'faible',
  substantial: 'substantiel',
  high: 'élevé',
};

export const OTHER_MEANS_WORDS: Readonly<Record<OtherMeans, string>> = {
  PASSWORD: 'mot de passe local',
  SMS: 'code par SMS',
  CERTIFICATE: 'certificat logiciel personnel',
  CARD: 'carte CPx, sans Pro Santé Connect',
};

export const FINDING_WORDS: Readonly<Record<Finding, string>> = {
  'not-connected': 'Pro Santé Connect est exigé, et le service n’y est pas raccordé',
  'local-password': 'une connexion par mot de passe local reste ouverte',
  level: 'le niveau donné est plus faible que le niveau exigé',
};

const STATES: Readonly<Record<DeclarationState, readonly [string, Tone]>> = {
  draft: ['Brouillon', 'neutral'],
  submitted: ['En attente de décision', 'info'],
  approved: ['En service', 'success'],
  refused: ['À reprendre', 'danger'],
  closed: ['Fermé', 'neutral'],
};

/** The state of a declaration, in a word and a colour. */
export function StateTag({ state, runs }: { state: DeclarationState; runs: boolean }) {
  const [words, tone] = STATES[state];
  return <Tag tone={tone}>{state === 'draft' && runs ? 'Modification en cours' : words}</Tag>;
}

/** Whether a service of the catalogue is connected. */
export function ConnectedTag({ entry }: { entry: Pick<CatalogueEntry, 'connected'> }) {
  return entry.connected ? <Tag tone="success">En service</Tag> : <Tag tone="warning">En projet</Tag>;
}

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  done: 'Connexion réussie',
  silent: 'Passage sans geste, session ouverte',
  refused: 'Refusée sur le téléphone',
  'wrong-number': 'Mauvais numéro choisi',
  withdrawn: 'Abandonnée par la personne',
  expired: 'Sans réponse à temps',
};

/** How a means is named; a mode that no table knows stands for itself. */
export const meansWords = (mode: string): string => meansOfMode(mode)?.label ?? (mode || 'inconnu');

/** What people may come in by, in a sentence. */
export function doorsWords(entry: Pick<CatalogueEntry, 'otherMeans' | 'connected'>): string {
  const others = entry.otherMeans.map((means) => OTHER_MEANS_WORDS[means]);
  if (!entry.connected) return others.join(', ') || 'non renseigné';
  return others.length === 0
    ? 'Pro Santé Connect seul'
    : `Pro Santé Connect, et aussi : ${others.join(', ')}`;
}
