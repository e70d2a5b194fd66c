import {
  authoritiesErrors,
  changeMembers,
  type Member,
  type MemberChange,
  membersByIdNats,
  mergePatch,
} from '../../modules/authorities/index.js';
import { structuresById } from '../../modules/structures/index.js';
import type { Ctx } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { checkShape } from '../../platform/http/json-body.js';
import { problemBody } from '../../platform/http/problem.js';
import type { Answer } from '../../platform/idempotency.js';
import { placesOf, toDocument, toRecord } from './record.js';
import { idNatOf } from './registrations.js';
import { lotBody, type RecordDocument, registrationRecord } from './schema.js';

const lotErrors = {
  namedTwice: () =>
    new Refusal({
      code: 'api.named-twice',
      status: 422,
      message: 'Ce numéro figure plusieurs fois dans le lot : envoyez ses changements l’un après l’autre.',
    }),
  newPractice: () =>
    new Refusal({
      code: 'api.new-practice-in-lot',
      status: 422,
      message: 'Un lot ne crée pas de cabinet : envoyez ce changement par sa propre requête.',
    }),
};

type Line = ReturnType<typeof lotBody.parse>['changes'][number];

/** A line of the lot, and the change that it stands for. */
interface Read {
  readonly member: Member;
  readonly document: RecordDocument;
  readonly effectiveAt?: Date;
}

/**
 * Changes up to 500 professionals of an authority, in as many statements as one. Each line bears the version that was
 * read; a line that is refused leaves the others alone. Out: 200 and, in the order of the lot, what became of each.
 */
export async function changeLot(ctx: Ctx, authority: string, body: unknown): Promise<Answer> {
  const { changes } = checkShape(lotBody, body);
  const held = new Map(
    (
      await membersByIdNats(
        ctx,
        authority,
        changes.flatMap(({ number }) => idNatOf(number) ?? []),
      )
    ).map((member) => [member.idNat, member]),
  );
  const times = Map.groupBy(changes, ({ number }) => number);
  const read = changes.map((line) =>
    orRefusal(() => {
      if ((times.get(line.number)?.length ?? 0) > 1) throw lotErrors.namedTwice();
      return readLine(line, held.get(idNatOf(line.number) ?? ''));
    }),
  );
  const asked = await toChanges(ctx, authority, read);
  const made = await changeMembers(
    ctx,
    asked.filter((one): one is MemberChange => !(one instanceof Refusal)),
  );
  const results = changes.map(({ number }, i) => {
    const one = asked[i];
    return result(ctx, number, one instanceof Refusal ? one : made.get(one?.memberId ?? ''));
  });
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: { results } };
}

function readLine({ patch, version }: Line, member: Member | undefined): Read {
  if (!member) throw authoritiesErrors.unknownMember();
  if (version !== member.version) throw authoritiesErrors.staleVersion(member.version);
  const { effectiveAt, ...rest } = patch;
  const document = checkShape(registrationRecord, mergePatch(toDocument(member.record), rest));
  if (referencesOf(document).some((place) => 'practice' in place)) throw lotErrors.newPractice();
  return { member, document, ...(effectiveAt !== undefined && { effectiveAt: new Date(effectiveAt) }) };
}

async function toChanges(
  ctx: Ctx,
  authority: string,
  read: readonly (Read | Refusal)[],
): Promise<(MemberChange | Refusal)[]> {
  const lines = read.filter((one): one is Read => !(one instanceof Refusal));
  const held = new Set(lines.flatMap(({ member }) => [...placesOf(member.record)]));
  const named = lines.flatMap(({ document }) => referencesOf(document));
  const others = named.flatMap((place) => ('id' in place && !held.has(place.id) ? place.id : []));
  const known = new Set([...held, ...(await structuresById(ctx, others)).keys()]);
  const changes: (MemberChange | Refusal)[] = [];
  for (const one of read)
    changes.push(one instanceof Refusal ? one : await toChange(ctx, authority, one, known));
  return changes;
}

async function toChange(
  ctx: Ctx,
  authority: string,
  { member, document, effectiveAt }: Read,
  known: ReadonlySet<string>,
): Promise<MemberChange | Refusal> {
  try {
    const record = await toRecord(ctx, document, authority, known);
    return {
      memberId: member.memberId,
      expectedVersion: member.version,
      act: 'correct',
      change: () => record,
      ...(effectiveAt && { effectiveAt }),
    };
  } catch (error) {
    return refusalOnly(error);
  }
}

const referencesOf = ({ exercises }: RecordDocument) =>
  exercises.flatMap(({ activities }) => activities.flatMap(({ structure }) => structure ?? []));

function result(ctx: Ctx, number: string, outcome: { version: number } | Refusal | undefined): object {
  const said = outcome ?? authoritiesErrors.unknownMember();
  if (said instanceof Refusal) return { number, ...problemBody(said, ctx.correlation) };
  return { number, status: 200, version: said.version };
}

function orRefusal<T>(read: () => T): T | Refusal {
  try {
    return read();
  } catch (error) {
    return refusalOnly(error);
  }
}

function refusalOnly(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  throw error;
}
