import type {
  Activity,
  CivilStatus,
  Correspondence,
  Diploma,
  Exercise,
  Skill,
} from '../../modules/authorities/index.js';
import { coded, diplomaWords, professionWords, skillWords } from '../../modules/directory/index.js';
import type { HistoryPart, PartKind } from '../../modules/registry/index.js';
import { formatPhone } from '../../ui/index.js';

const KINDS: Readonly<Record<PartKind, string>> = {
  'civil-status': 'Identité civile',
  correspondence: 'Coordonnées de correspondance',
  exercise: 'Exercice',
  skill: 'Savoir-faire',
  activity: 'Activité',
  diploma: 'Diplôme',
  authorisation: 'Autorisation',
};

export const partWords = (kind: PartKind): string => KINDS[kind];

/** What a part said, in one line. The value has the shape that its kind has in the authorities' records. */
export function partSummary({ kind, value, key }: Pick<HistoryPart, 'kind' | 'value' | 'key'>): string {
  switch (kind) {
    case 'civil-status': {
      const civil = value as CivilStatus;
      return `${civil.birthName} ${civil.givenNames.join(' ')}, ${civil.birthDate}, état ${civil.certification.state}`;
    }
    case 'correspondence': {
      const { mail, mobile } = value as Correspondence;
      return [mail, mobile && formatPhone(mobile.e164)].filter(Boolean).join(', ');
    }
    case 'exercise': {
      const { profession, category, name, givenName } = value as Exercise;
      return `${professionWords(profession, category).label}, ${givenName} ${name}`;
    }
    case 'skill': {
      const { type, code } = value as Skill;
      return skillWords(type, code).label;
    }
    case 'activity': {
      const { mode, structure } = value as Activity;
      return [mode && coded('TRE_R23', mode).label, structure].filter(Boolean).join(', ');
    }
    case 'diploma':
      return diplomaWords((value as Diploma).code).label;
    default:
      return key.split('/').slice(1).join(' / ');
  }
}
