import type { ContactPoint } from 'fhir/r4.js';
import type { Ctx } from '../../../../platform/context.js';
import { type Mailbox, restrictedMailboxes } from '../../../messaging/index.js';
import type { Resource } from '../parameters.js';
import { readPerson, structureOf } from '../resources/ids.js';
import { isMailbox, mailboxTelecom } from '../resources/telecom.js';
import { ANNUAIRE, IDENTIFIERS } from '../resources/vocabulary.js';

/**
 * Resources with every mailbox of theirs: red list, not published, telephone and responsible included. They are read from
 * messaging, since the directory's own copy holds none of it. One statement for all.
 */
export async function withRestrictedMailboxes(
  ctx: Pick<Ctx, 'db'>,
  resources: readonly Resource[],
): Promise<Resource[]> {
  const holders = new Set(resources.flatMap((one) => holderOf(one) ?? []));
  const held = await restrictedMailboxes(ctx, [...holders]);
  return resources.map((one) => {
    const own = (held.get(holderOf(one) ?? '') ?? []).filter((mailbox) => belongs(one, mailbox));
    return own.length === 0 ? one : withTelecom(one, own);
  });
}

/** The person or structure of a resource that is still valid; nobody for the others. */
function holderOf(one: Resource): string | undefined {
  if (one.resourceType === 'HealthcareService' || one.resourceType === 'Device' || !one.active)
    return undefined;
  if (one.resourceType === 'Organization') return structureOf(one.id ?? '');
  if (one.resourceType === 'Practitioner')
    return one.identifier?.find(({ system }) => system === IDENTIFIERS.person)?.value;
  const read = readPerson(one.id ?? '');
  return read && 'idNat' in read ? read.idNat : undefined;
}

/** A mailbox without a place is the person's, one with a place is that of his work there. */
function belongs(one: Resource, { structureId }: Mailbox): boolean {
  if (one.resourceType === 'Organization') return true;
  if (one.resourceType === 'Practitioner') return structureId === undefined;
  if (one.resourceType !== 'PractitionerRole' || structureId === undefined) return false;
  return structureOf(one.organization?.reference?.split('/')[1] ?? '') === structureId;
}

const withTelecom = (one: Resource, mailboxes: readonly Mailbox[]): Resource => {
  const { telecom = [] } = one as { telecom?: readonly ContactPoint[] };
  const others = telecom.filter((contact) => !isMailbox(contact));
  return { ...one, telecom: [...others, ...mailboxes.map(restrictedTelecom)] } as Resource;
};

function restrictedTelecom(mailbox: Mailbox): ContactPoint {
  const { redList, published, responsible, phone } = mailbox;
  const open = mailboxTelecom(mailbox);
  const more = [
    ...(responsible === undefined ? [] : [{ url: 'responsible', valueString: responsible }]),
    ...(phone === undefined ? [] : [{ url: 'phone', valueString: phone }]),
    { url: 'listeRouge', valueBoolean: redList },
    { url: 'publication', valueBoolean: published },
  ];
  return {
    ...open,
    extension: (open.extension ?? []).map((one) =>
      one.url === `${ANNUAIRE}as-ext-mailbox-mss-metadata`
        ? { ...one, extension: [...(one.extension ?? []), ...more] }
        : one,
    ),
  };
}
