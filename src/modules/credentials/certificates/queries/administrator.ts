import { today } from '../../../../platform/clock.js';
import type { Ctx } from '../../../../platform/context.js';
import { habilitations } from '../../../access/index.js';
import { contracts, type Structure, structureByFiness, structuresById } from '../../../structures/index.js';
import { usableCards } from '../../cards/index.js';
import { errors } from '../errors.js';
import { missingStep, procedure, STEP_RULES, type Step, type StepState } from '../rules/procedure.js';
import type { Bearer } from '../rules/subject.js';
import { bearerOf } from './legal-entity.js';

type World = Pick<Ctx, 'db' | 'clock'>;

/** Somebody who wants to manage the certificates of a structure. */
export interface Administrator {
  readonly idNat: string;
  /** FINESS number of the structure. */
  readonly finess: string;
}

/** Where the four steps stand for a person and a structure (technical id). Everything is read at each call. */
export async function stepsOf(
  ctx: World,
  idNat: string,
  structureId: string,
): Promise<Record<Step, StepState>> {
  const [contract, cards, own] = await Promise.all([
    contracts.activeContract(ctx, structureId),
    usableCards(ctx, [idNat]),
    habilitations.mayActFor(ctx, { idNat, kind: 'technical-admin', structureId }),
  ]);
  const card = (cards.get(idNat) ?? []).some(({ nominative }) => nominative);
  return procedure({ contract: contract !== undefined, card, habilitation: own });
}

/** Which step somebody lacks to order for a structure, as a refusal; undefined when none is. */
export async function administratorProblem(
  ctx: World,
  { idNat, finess }: Administrator,
): Promise<{ readonly code: string; readonly message: string } | undefined> {
  const found = await structureByFiness(ctx, finess);
  const missing = found ? missingStep(await stepsOf(ctx, idNat, found.id)) : 'habilitation';
  return missing && { code: `missing-${missing}`, message: STEP_RULES[missing].missing };
}

/**
 * The structure for which somebody may order now, all steps being done. One that he does not administer is refused as one
 * that does not exist: how far others are is not told. @throws errors.missingStep, with the door to it
 */
export async function requireAdministrator(ctx: World, { idNat, finess }: Administrator): Promise<Structure> {
  const found = await structureByFiness(ctx, finess);
  const held = found && (await heldBy(ctx, idNat)).some(({ structureId }) => structureId === found.id);
  if (!held) throw errors.missingStep('habilitation');
  const missing = missingStep(await stepsOf(ctx, idNat, found.id));
  if (missing) throw errors.missingStep(missing);
  return found;
}

const heldBy = async (ctx: World, idNat: string) =>
  (await habilitations.habilitationsOf(ctx, idNat)).filter(({ kind }) => kind === 'technical-admin');

/** A structure that somebody administers, and how far its procedure is. */
export interface Administered {
  readonly structure: Structure;
  /** Who bears its certificates; undefined when its legal entity does. */
  readonly bearer: Bearer | undefined;
  readonly steps: Readonly<Record<Step, StepState>>;
  /** The vendor for whom he does it, by name. */
  readonly via?: string;
  /** Number of the form that designated him. */
  readonly filing?: string;
}

/** The structures for which somebody is a technical administrator today, and no other. */
export async function administeredBy(ctx: World, idNat: string): Promise<Administered[]> {
  const held = await heldBy(ctx, idNat);
  const known = await structuresById(
    ctx,
    held.flatMap(({ structureId, via }) => [structureId, ...(via ? [via] : [])]),
  );
  const found: Administered[] = [];
  for (const { structureId, via, filing } of held) {
    const structure = known.get(structureId);
    if (!structure || found.some((one) => one.structure.id === structureId)) continue;
    const steps = await stepsOf(ctx, idNat, structureId);
    // A vendor that was left, or a contract that ended: nothing of that client is shown any more.
    if (steps.habilitation === 'missing' && via) continue;
    const vendor = via && known.get(via)?.name;
    found.push({
      ...{ structure, steps, bearer: bearerOf(structure, today(ctx.clock)) },
      ...(vendor && { via: vendor }),
      ...(filing !== undefined && { filing }),
    });
  }
  return found.sort((a, b) => a.structure.name.localeCompare(b.structure.name, 'fr'));
}
