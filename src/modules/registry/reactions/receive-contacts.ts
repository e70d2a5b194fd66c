import { type Ctx, transaction } from '../../../platform/context.js';
import { emit, type Reaction } from '../../../platform/events.js';
import { type DeliveredContacts, deliveredContacts } from '../../authorities/index.js';
import { savePersons } from '../actions/save-persons.js';
import { personChanged } from '../events.js';
import { applyContacts } from '../rules/apply-contacts.js';
import { heldParts, lockPersons, saveParts } from '../store.js';

/**
 * Writes what files of contacts say of people whom the register knows. Subjects are national identifiers; a number that
 * nobody registered yet is left out. Harmless when repeated.
 */
export const receiveContacts: Reaction = {
  name: 'registry.receive-contacts',
  run: (ctx, idNats) => transaction(ctx, (inside) => receive(inside, idNats)),
};

async function receive(ctx: Ctx, idNats: readonly string[]): Promise<void> {
  const persons = await lockPersons(ctx, { idNats });
  const held = await heldParts(ctx, persons);
  const said = Map.groupBy(await deliveredContacts(ctx, idNats), (one) => one.idNat);
  const now = ctx.clock.now();
  const rewritten = persons.flatMap((person) => {
    const before = held.get(person.id) ?? [];
    const delivered = said.get(person.idNat) ?? [];
    const origins = originsOf(delivered);
    const parts = delivered.reduce((rows, one) => applyContacts(rows, person.id, one, now), before);
    const news = Object.entries(origins).some(([code, version]) => (person.origins[code] ?? 0) < version);
    return news || parts.length > before.length ? [{ person, before, parts, origins }] : [];
  });
  if (rewritten.length === 0) return;
  await saveParts(
    ctx,
    rewritten.flatMap(({ before, parts }) => parts.filter((row) => !before.includes(row))),
  );
  await emit(ctx, (await savePersons(ctx, rewritten)).map(personChanged));
}

const originsOf = (delivered: readonly DeliveredContacts[]): Record<string, number> =>
  Object.fromEntries(
    delivered.flatMap(({ authority, memberVersion }) =>
      memberVersion > 0 ? [[authority, memberVersion] as const] : [],
    ),
  );
