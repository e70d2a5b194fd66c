import { transaction } from '../../../platform/context.js';
import { type Event, emit, type Reaction } from '../../../platform/events.js';
import { type Entry, entries } from '../../directory/index.js';
import { PERSON_CLOSED, PERSON_UPDATED } from '../events.js';
import { copiesBehind } from '../queries/copies-behind.js';
import { nationalClaims } from '../rules/national-claims.js';
import { type NewCopy, writeNewer } from '../store.js';

/** Brings the provider's copy of claims and contacts up to date with the directory. Subjects are idNats. */
export const copyPeople: Reaction = {
  name: 'identity-provider.copy-people',
  async run(ctx, idNats) {
    const found = [...(await entries(ctx, idNats)).values()];
    if (found.length === 0) return;
    await transaction(ctx, async (tx) => {
      const copies = found.map(toCopy);
      const written = await writeNewer(tx, copies);
      const news = copies.filter(({ idNat }) => written.has(idNat));
      const closed = news.filter(({ active }) => !active);
      await emit(tx, [...news.map(told(PERSON_UPDATED)), ...closed.map(told(PERSON_CLOSED))]);
    });
  },
  behind: copiesBehind,
};

const told =
  (type: string) =>
  ({ idNat, version, origins }: NewCopy): Event => ({ type, subject: idNat, version, origins });

function toCopy({ idNat, version, origins, published, person }: Entry): NewCopy {
  const claims = nationalClaims(person);
  return {
    idNat,
    version,
    origins,
    active: published && person.state === 'active',
    givenName: claims.given_name,
    familyName: claims.family_name,
    claims,
    mail: person.correspondence?.mail ?? null,
    mobile: person.correspondence?.mobile?.e164 ?? null,
  };
}
