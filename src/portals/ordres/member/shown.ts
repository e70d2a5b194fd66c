import type { HistoryLine, MemberRecord } from '../../../modules/authorities/index.js';
import { label } from '../../../modules/nomenclatures/index.js';
import type { Address } from '../../../modules/structures/index.js';
import { formatPhone } from '../../../ui/index.js';
import { actedBy } from '../../acted-by.js';

/** The name under which somebody practises, else the civil one. */
export function displayName(record: MemberRecord): string {
  const exercise = record.exercises[0];
  if (exercise) return `${exercise.givenName} ${exercise.name}`;
  const { givenNames, usedName, birthName } = record.civilStatus;
  return `${givenNames[0] ?? ''} ${usedName ?? birthName}`.trim();
}

/** An address on one line; undefined when nothing is known. */
export function shownAddress(address: Address | undefined): string | undefined {
  if (!address) return undefined;
  const type = address.streetType && (label('TRE_R35', address.streetType) ?? address.streetType);
  const street = [address.streetNumber, address.repetition, type, address.street];
  const town = [address.postcode, address.communeName ?? address.cedexOffice];
  const join = (parts: readonly (string | undefined)[]) => parts.filter(Boolean).join(' ');
  return [join(street), address.mention, join(town)].filter(Boolean).join(', ') || undefined;
}

const FIELD_NAMES: Readonly<Record<string, string>> = {
  mail: 'Courriel',
  'mobile/e164': 'Mobile',
  'address/streetNumber': 'Numéro de voie',
  'address/streetType': 'Type de voie',
  'address/street': 'Voie',
  'address/mention': 'Complément d’adresse',
  'address/postcode': 'Code postal',
  'address/communeName': 'Commune',
};

/** One change of a file, in words. */
export interface ShownChange {
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** The contacts that one version changed, in words; none for a version about something else. */
export function contactChanges(line: HistoryLine): ShownChange[] {
  return line.changed.flatMap(({ field, from, to }) => {
    const key = field.replace(/^correspondence\//, '');
    const name = key === field ? undefined : FIELD_NAMES[key];
    return name ? [{ field: name, from: shownValue(key, from), to: shownValue(key, to) }] : [];
  });
}

function shownValue(key: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') return 'rien';
  if (key === 'mobile/e164') return formatPhone(value);
  return key === 'address/streetType' ? (label('TRE_R35', value) ?? value) : value;
}

/** Who made a change, without naming an agent to the member. In: the actor, the short name of the authority. */
export function shownActor(by: string, authority: string): string {
  if (by.startsWith('person:')) return 'Le professionnel';
  if (by.startsWith('agent:')) return `Un agent (${authority})`;
  return actedBy(by);
}
