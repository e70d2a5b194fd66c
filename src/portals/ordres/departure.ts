import { inAdeliEra, type Member, upcomingContactDays } from '../../modules/authorities/index.js';
import { projectPeople } from '../../modules/directory/index.js';
import { copyPeople } from '../../modules/identity-provider/index.js';
import { receiveMembers } from '../../modules/registry/index.js';
import { today } from '../../platform/clock.js';
import type { Ctx } from '../../platform/context.js';
import { dateThrough } from '../../platform/feeds/put-off.js';
import { datesOf } from '../../platform/feeds/waiting.js';
import { formatDate, formatDateTime } from '../../ui/index.js';

/** When the register reads what waits of a file; undefined when nothing waits. */
export async function nextReading(ctx: Ctx, { memberId }: Member): Promise<Date | undefined> {
  return (await datesOf(ctx, receiveMembers.name, [memberId])).get(memberId);
}

/** When what was just changed in a file reaches the steps after the authority, in one sentence. */
export async function departureWords(ctx: Ctx, member: Member): Promise<string> {
  if (member.authority === 'ONI' && inAdeliEra(member.idNat ?? '', today(ctx.clock))) {
    const [day] = await upcomingContactDays(ctx);
    return `Le mail et le mobile partent avec le prochain fichier de contacts${day ? `, le ${formatDate(day)}` : ''}.`;
  }
  const now = ctx.clock.now();
  const register = (await nextReading(ctx, member)) ?? now;
  const directory = await dateThrough(ctx, projectPeople.name, register);
  const provider = await dateThrough(ctx, copyPeople.name, directory);
  if (provider.getTime() === now.getTime())
    return 'Départ immédiat vers le RPPS, l’Annuaire et Pro Santé Connect.';
  const when = (at: Date) => (at.getTime() === now.getTime() ? 'tout de suite' : `le ${formatDateTime(at)}`);
  return `Arrivée prévue : RPPS ${when(register)}, Annuaire Santé ${when(directory)}, Pro Santé Connect ${when(provider)}.`;
}
