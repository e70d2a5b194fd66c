import type { Mailbox } from '../../messaging/index.js';
import { datumOrigin, type Structure } from '../../structures/index.js';
import type { PublicStructure } from '../public-structure.js';
import { publicMailboxes } from './public-mailbox.js';
import { publicPlace } from './public-place.js';
import { optional } from './words-of.js';

const KINDS = { EJ: 'Entité juridique', EG: 'Établissement' } as const;
const PLAIN = ['nationalId', 'longName', 'ape', 'openedOn', 'closedOn', 'position'] as const;

/** What the public may know of a structure, field by field; a closed one is still known. */
export function publicStructure(
  structure: Structure,
  active: boolean,
  mailboxes: readonly Mailbox[] = [],
): PublicStructure {
  const plain: Record<string, unknown> = {};
  for (const field of PLAIN) if (structure[field] !== undefined) plain[field] = structure[field];
  const { kind, group } = structure;
  return {
    ...publicPlace(structure),
    ...plain,
    ...(kind && { kind: { code: kind, label: KINDS[kind] } }),
    ...optional('category', 'TRE_R66', structure.category),
    ...optional('legalStatus', 'TRE_R72', structure.legalStatus),
    ...optional('sector', 'TRE_R02', structure.sector),
    ...(group && { group: { id: group.id, name: group.name, isSupport: group.role === 'support' } }),
    active,
    source: datumOrigin(structure, 'name'),
    mailboxes: publicMailboxes(mailboxes),
  };
}
