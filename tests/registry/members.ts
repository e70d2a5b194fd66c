import { changeMember, registerMember } from '../../src/modules/authorities/index.js';
import { type Person, persons, receive } from '../../src/modules/registry/index.js';
import { doctor } from './people.js';
import type { World } from './world.js';

/** What an authority does in that world, and what the register makes of it at once. */
export function membersOf(world: World) {
  async function idNatOf(memberId: string): Promise<string> {
    const [outcome] = await receive(world.ctx, [memberId]);
    if (outcome?.status !== 'received') throw new Error(JSON.stringify(outcome));
    return outcome.idNat;
  }
  return {
    /** The national identifier that the register gave, or gives now, to a member. */
    idNatOf,
    async register(n: number, registration = doctor(n)): Promise<{ memberId: string; idNat: string }> {
      const { memberId } = await registerMember(world.ctx, registration);
      return { memberId, idNat: await idNatOf(memberId) };
    },
    /** Changes the exercise name, as of an instant. */
    async rename(memberId: string, name: string, effectiveAt?: string): Promise<void> {
      await changeMember(world.ctx, {
        memberId,
        act: 'rename',
        ...(effectiveAt && { effectiveAt: new Date(effectiveAt) }),
        change: (record) => ({ ...record, exercises: record.exercises.map((one) => ({ ...one, name })) }),
      });
      await receive(world.ctx, [memberId]);
    },
    now: async (idNat: string): Promise<Person | undefined> => (await persons(world.ctx, [idNat])).get(idNat),
  };
}
