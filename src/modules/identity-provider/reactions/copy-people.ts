import { transaction } from '../../../platform/context.js';
import { emit, type Reaction } from '../../../platform/events.js';
import { type Entry, entries } from '../../directory/index.js';
import { PERSON_UPDATED } from '../events.js';
import { nationalClaims } from '../rules/national-claims.js';
import { type NewCopy, writeNewer } from '../store.js';

/** Brings the provider's copy of claims and contacts up to date with the directory. Subjects are idNats. */
export const copyPeople: Reaction = {
  name: 'identity-provider.copy-people',
  async run(ctx, idNats) {
    const found = [...(await entries(ctx, idNats)).values()];
    if (found.length === 0) return;
    await transaction(ctx, async (tx) => {
      const written = await writeNewer(tx, found.map(toCopy));
      const news = found.filter((entry) => written.has(entry.idNat));
      await emit(
        tx,
        news.map(({ idNat, version, origins }) => ({
          type: PERSON_UPDATED,
          subject: idNat,
          version,
          origins,
        })),
      );
    });
  },
};

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
