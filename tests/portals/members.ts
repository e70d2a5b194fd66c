import { type MemberRecord, registerMember } from '../../src/modules/authorities/index.js';
import { receive } from '../../src/modules/registry/index.js';
import type { Ctx } from '../../src/platform/context.js';

/** For each portal, the profession of one of its members (TRE_G15) and the category in which it registers him. */
export const PROFESSIONS: Readonly<Record<string, { profession: string; category: string }>> = {
  CNOM: { profession: '10', category: 'C' },
  CNOP: { profession: '21', category: 'C' },
  ONCD: { profession: '40', category: 'C' },
  CNOSF: { profession: '50', category: 'C' },
  CNOMK: { profession: '70', category: 'C' },
  CNOPP: { profession: '80', category: 'C' },
  ONI: { profession: '60', category: 'C' },
  SSA: { profession: '10', category: 'M' },
};

/** What an ordre holds of an invented member; `rank` makes the civil status and the contacts its own. */
export function recordOf(authority: string, rank: number): MemberRecord {
  const job = PROFESSIONS[authority];
  if (!job) throw new Error(`no profession for ${authority}`);
  const letters = String.fromCharCode(65 + (rank % 26), 65 + (Math.floor(rank / 26) % 26));
  const mobile = `06 39 98 ${String(Math.floor(rank / 100)).padStart(2, '0')} ${String(rank % 100).padStart(2, '0')}`;
  return {
    civilStatus: {
      birthName: `PORTAIL-${letters}`,
      givenNames: ['Camille', 'Rose'],
      sex: 'F',
      birthDate: '1984-03-12',
      birthPlace: { commune: '35238', country: '99100', name: 'Rennes' },
      certification: { state: 'C', at: '2024-01-15', source: 'INSEE' },
    },
    exercises: [
      {
        ...job,
        name: `PORTAIL-${letters}`,
        givenName: 'Camille',
        from: '2012-09-01',
        skills: [],
        activities: [],
      },
    ],
    diplomas: [],
    authorisations: [],
    correspondence: {
      mail: `camille.${rank}@membre.example`,
      mobile: { e164: `+33${mobile.replaceAll(' ', '').slice(1)}`, original: mobile, source: authority },
    },
  };
}

export interface TestMember {
  readonly memberId: string;
  readonly idNat: string;
  readonly rpps: string;
  readonly record: MemberRecord;
}

/** Registers one member, and has the register give the number at once. */
export async function makeMember(
  ctx: Ctx,
  authority: string,
  rank: number,
  idNat?: string,
): Promise<TestMember> {
  const record = recordOf(authority, rank);
  const validation = { agent: 'test', checked: ['carte d’identité'] };
  const { memberId } = await registerMember(ctx, { authority, record, validation, ...(idNat && { idNat }) });
  const [outcome] = await receive(ctx, [memberId]);
  if (!outcome || !('idNat' in outcome) || !outcome.idNat) throw new Error(JSON.stringify(outcome));
  return { memberId, idNat: outcome.idNat, rpps: outcome.idNat.slice(1), record };
}
