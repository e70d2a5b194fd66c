import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { transaction } from '../../../platform/context.js';
import { affected } from '../../../platform/db/connection.js';
import { emit } from '../../../platform/events.js';
import { journal } from '../../../platform/journal.js';
import type { EntryPerson } from '../../directory/index.js';
import { ownOrigin } from '../../nomenclatures/index.js';
import { unreadableUserinfo } from '../errors.js';
import { PERSON_UPDATED, told } from '../events.js';
import { nationalClaims } from '../rules/national-claims.js';
import { personOfUserinfo } from '../rules/person-of-userinfo.js';
import { readUserinfo } from '../rules/read-userinfo.js';
import type { Json } from '../rules/userinfo-format.js';

/** An identity that no register knows: what it is to say, under which identifier, and where its e-CPS is activated. */
export interface OwnIdentity {
  /** A UUID (PSI), or `ANS` and a second (EDIT). */
  readonly idNat: string;
  /** An answer of userinfo in the national format; its identifiers give way to `idNat`. */
  readonly userinfo: unknown;
  readonly correspondence: Pick<NonNullable<EntryPerson['correspondence']>, 'mail' | 'mobile'>;
}

/**
 * Keeps an identity of Pro Santé Connect's own: no directory feeds it, and it signs in like any other. Out: the members
 * of `userinfo` that will be told otherwise, by name; undefined when the identifier is taken.
 * @throws errors.unreadableUserinfo when it is no answer of userinfo; RangeError for an identifier of a register
 */
export async function keepOwnIdentity(ctx: Ctx, own: OwnIdentity): Promise<readonly string[] | undefined> {
  if (!ownOrigin(own.idNat)) throw new RangeError('a register gives this identifier');
  const read = readUserinfo(own.userinfo);
  const faulty = read?.filter(({ fault }) => fault?.startsWith('not-')).map(({ path }) => path) ?? [''];
  if (faulty.length > 0) throw unreadableUserinfo(faulty);
  const given = own.userinfo as Json;
  const made = personOfUserinfo(given, own.idNat);
  const [provenance] = made.civilStatus ? [made.civilStatus.provenance] : [];
  const person: EntryPerson = {
    ...made,
    ...(provenance && { correspondence: { ...own.correspondence, provenance } }),
  };
  return (await kept(ctx, person)) ? toldOtherwise(given, person) : undefined;
}

function kept(ctx: Ctx, person: EntryPerson): Promise<boolean> {
  const { idNat, version, origins } = person;
  return transaction(ctx, async (tx) => {
    const added = await affected(
      tx.db,
      sql`insert into identity_provider.people (id_nat, version, origins, active, person, updated_at)
        values (${idNat}, ${version}, ${JSON.stringify(origins)}::jsonb, true, ${JSON.stringify(person)}::json,
          ${tx.clock.now()}) on conflict (id_nat) do nothing`,
    );
    if (added === 0) return false;
    await emit(tx, [told(PERSON_UPDATED)({ idNat, version, origins })]);
    await journal(tx, { act: 'identity-provider.keep-own-identity', subject: idNat, outcome: 'done' });
    return true;
  });
}

/** Members that follow from the identifier, or from how somebody signs in. */
const OF_THE_SIGN_IN = ['sub', 'preferred_username', 'SubjectNameID', 'otherIds', 'authMode'];

function toldOtherwise(given: Json, person: EntryPerson): string[] {
  const claims: Json = { ...nationalClaims(person) };
  const names = new Set([...Object.keys(given), ...Object.keys(claims)]);
  return [...names].filter(
    (name) => !OF_THE_SIGN_IN.includes(name) && !isDeepStrictEqual(given[name], claims[name]),
  );
}
