import { isDeepStrictEqual } from 'node:util';
import { type Ctx, transaction } from '../../../platform/context.js';
import { emit } from '../../../platform/events.js';
import { type CivilStatus, startOfDay } from '../../authorities/index.js';
import { isValid } from '../../nomenclatures/index.js';
import { errors } from '../errors.js';
import { personChanged } from '../events.js';
import type { PartRow } from '../part.js';
import { leadingCivilStatus } from '../rules/leading-part.js';
import { rewriteTimeline } from '../rules/rewrite-timeline.js';
import { withStatements } from '../rules/with-statements.js';
import { heldParts, lockPersons, saveParts, unfoldedParts } from '../store.js';
import { holderOfTraits } from './identify.js';
import { savePersons } from './save-persons.js';

export interface CertificationAct {
  readonly idNat: string;
  /** TRE_R31. */
  readonly state: string;
  /** The day on which the certifier said so, YYYY-MM-DD. */
  readonly at: string;
  /** Who said so, e.g. `INSEE`. */
  readonly source: string;
}

/**
 * Writes what a certifier says of a civil status. Out: the version of the person. Throws `registry.unknown-person`,
 * `registry.unknown-certification` (422), and `registry.civil-status-already-registered` when the traits, now
 * certified, are those of somebody who has another number.
 */
export async function certify(ctx: Ctx, act: CertificationAct): Promise<{ version: number }> {
  const { idNat, state, at, source } = act;
  if (!isValid('TRE_R31', state, at) || !startOfDay(at)) throw errors.unknownCertification();
  return transaction(ctx, async (tx) => {
    const [person] = await lockPersons(tx, { idNats: [idNat] });
    if (!person) throw errors.unknownPerson();
    const parts = (await heldParts(tx, [person])).get(person.id) ?? [];
    const leading = leadingCivilStatus(parts.filter((row) => row.validTo === null));
    if (!leading) throw errors.unknownPerson();
    const certified: CivilStatus = {
      ...(leading.value as CivilStatus),
      certification: { state, at, source },
    };
    const holder = await holderOfTraits(tx, certified);
    if (holder && holder !== idNat) throw errors.alreadyRegistered(holder);
    // What a file says is not rewritten: from now on the certified status speaks in its place.
    const own = parts.filter((row) => row.id !== undefined);
    const rewritten = rewriteSlot(own, leading, certified, tx.clock.now());
    await saveParts(tx, rewritten);
    const [saved] = await savePersons(tx, [
      { person, parts: withStatements(rewritten, await unfoldedParts(tx, [person])), origins: {} },
    ]);
    if (!saved) throw errors.unknownPerson();
    await emit(tx, [personChanged(saved)]);
    return { version: saved.version };
  });
}

function rewriteSlot(parts: readonly PartRow[], leading: PartRow, value: CivilStatus, now: Date): PartRow[] {
  const slot = parts.filter((row) => row.kind === leading.kind && row.key === leading.key);
  const { supersede, insert } = rewriteTimeline(slot, value as unknown, now, isDeepStrictEqual);
  const { kind, key, personId, authority } = leading;
  const added = insert.map((row): PartRow => {
    const act = row.validFrom < now ? leading.act : 'certify';
    return { ...row, kind, key, personId, authority, act, recordedAt: now, supersededAt: null };
  });
  return [...parts.map((row) => (supersede.includes(row) ? { ...row, supersededAt: now } : row)), ...added];
}
