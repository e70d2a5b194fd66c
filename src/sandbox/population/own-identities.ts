import { randomUUID } from 'node:crypto';
import { keepOwnIdentity } from '../../modules/identity-provider/index.js';
import { as, type Ctx } from '../../platform/context.js';
import { mobile } from './civil-status.js';
import type { World } from './people.js';

/** Identities that Pro Santé Connect keeps by itself; no authority, no register and no directory know them. */
export type OwnKind = 'psi' | 'edit';

export interface MadeIdentity {
  readonly idNat: string;
  /** Members of the given userinfo that will be told otherwise. */
  readonly toldOtherwise: readonly string[];
}

/**
 * Makes an identity of a kind, ready for an e-CPS. In: what userinfo is to tell of it; somebody invented when left out:
 * names alone for `psi`, whom no register knows yet, a doctor for `edit`. Out: its identifier.
 * @throws what `keepOwnIdentity` refuses
 */
export async function makeOwnIdentity(
  ctx: Ctx,
  kind: OwnKind,
  { world, rank, userinfo }: { world: World; rank: number; userinfo: unknown },
): Promise<MadeIdentity> {
  const told = userinfo ?? invented(world, kind);
  const correspondence = { mail: `essai.${rank}@courriel.example`, mobile: mobile(rank, kind.toUpperCase()) };
  // A test identity is named by the second of its making: the next free one, where several are made at once.
  for (let second = 0; ; second += 1) {
    const idNat = kind === 'psi' ? randomUUID() : editNumber(ctx.clock.now(), second);
    const toldOtherwise = await keepOwnIdentity(as(ctx, 'sandbox'), {
      idNat,
      userinfo: told,
      correspondence,
    });
    if (toldOtherwise) return { idNat, toldOtherwise };
  }
}

function editNumber(now: Date, later: number): string {
  const at = new Date(now.getTime() + later * 1000).toISOString();
  return `ANS${at.slice(0, 19).replace(/\D/g, '')}`;
}

function invented({ random, statuses }: World, kind: OwnKind): object {
  const { givenNames, birthName, usedName, civility = '' } = statuses.draw(random, [1962, 2000], 'NC');
  const short = {
    given_name: givenNames[0] ?? '',
    family_name: usedName ?? birthName,
    codeCivilite: civility,
  };
  return kind === 'psi' ? short : { ...short, ...doctorOf(short.given_name, short.family_name) };
}

/** A doctor in a practice, as the pages of an integrator may want to show one. */
function doctorOf(prenomDexercice: string, nomDexercice: string): object {
  const activity = {
    ...{ codeModeExercice: 'L', codeSecteurDactivite: 'SA07', codeGenreActivite: 'GENR01' },
    ...{ codeRole: 'FON-01', raisonSocialeSite: `CABINET ${nomDexercice}` },
    ...{ numeroVoie: '2', codeTypeDeVoie: 'R', libelleVoie: 'DES ESSAIS', bureauCedex: '75015 PARIS' },
    ...{ codePostal: '75015', codeCommune: '75115', codeDepartement: '75', codePays: '99000' },
    autoriteDenregistrement: 'CNOM/CNOM/CNOM',
  };
  const exercice = {
    ...{ codeProfession: '10', codeCategorieProfessionnelle: 'C', codeCiviliteDexercice: 'DR' },
    ...{ nomDexercice, prenomDexercice, codeTypeSavoirFaire: 'S', codeSavoirFaire: 'SM54' },
    activities: [activity],
  };
  return { SubjectRefPro: { exercices: [exercice] } };
}
