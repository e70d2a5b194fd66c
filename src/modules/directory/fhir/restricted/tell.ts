import type { Bundle, BundleEntry, FhirResource } from 'fhir/r4.js';
import type { Context } from 'hono';
import type { Env } from '../../../../platform/http/request.js';
import { journal } from '../../../../platform/journal.js';
import type { Resource } from '../parameters.js';
import { readPerson } from '../resources/ids.js';
import { IDENTIFIERS } from '../resources/vocabulary.js';
import { ACT } from './gate.js';
import { withRestrictedMailboxes } from './mailboxes.js';
import { withOpposedCards } from './opposed-cards.js';

type Asked = readonly (readonly [string, string])[];

/** What other modules hold of resources and only the restricted profiles grant: mailboxes, opposed cards. */
const withRestricted = async (c: Context<Env>, resources: readonly Resource[]): Promise<Resource[]> =>
  withOpposedCards(c.get('ctx'), await withRestrictedMailboxes(c.get('ctx'), resources));

/** A bundle with the restricted mailboxes and opposed cards of what it tells; journaled. In: the request, the resource, the parameters. */
export async function tellBundle(
  c: Context<Env>,
  kind: string,
  asked: Asked,
  bundle: Bundle,
): Promise<Bundle> {
  const entries = bundle.entry ?? [];
  const told = await withRestricted(
    c,
    entries.flatMap(({ resource }) => (isTold(resource) ? [resource] : [])),
  );
  const byName = new Map(told.map((one) => [`${one.resourceType}/${one.id}`, one]));
  const entry = entries.map((one): BundleEntry => {
    const resource = byName.get(`${one.resource?.resourceType}/${one.resource?.id}`);
    return resource ? { ...one, resource } : one;
  });
  await journalTold(c, kind, asked, told);
  return { ...bundle, ...(entry.length > 0 && { entry }) };
}

/** One resource with its restricted mailboxes and opposed cards; journaled. */
export async function tellOne(c: Context<Env>, resource: Resource): Promise<Resource> {
  const [told = resource] = await withRestricted(c, [resource]);
  await journalTold(c, resource.resourceType, [['_id', '']], [told]);
  return told;
}

const isTold = (resource: BundleEntry['resource']): resource is Resource =>
  resource !== undefined && resource.resourceType !== 'OperationOutcome';

/**
 * Writes down who was told, which must be answered for to the persons themselves, and what was asked by, without the
 * values: a name that was typed stays nowhere.
 */
export async function journalTold(
  c: Context<Env>,
  kind: string,
  asked: Asked,
  told: readonly FhirResource[],
): Promise<void> {
  const people = [...new Set(told.flatMap((one) => idNatOf(one) ?? []))];
  const [only] = people;
  await journal(c.get('ctx'), {
    act: ACT,
    subject: people.length === 1 && only !== undefined ? only : kind,
    outcome: 'done',
    data: { kind, by: asked.map(([name]) => name), resources: told.length, people },
  });
}

function idNatOf(one: FhirResource): string | undefined {
  if (one.resourceType === 'Practitioner' || one.resourceType === 'Person')
    return one.identifier?.find(({ system }) => system === IDENTIFIERS.person)?.value;
  const read = one.resourceType === 'PractitionerRole' ? readPerson(one.id ?? '') : undefined;
  return read && 'idNat' in read ? read.idNat : undefined;
}
