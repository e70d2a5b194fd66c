import { isDeepStrictEqual } from 'node:util';
import type { CivilStatus, MemberVersion } from '../../authorities/index.js';
import type { Part, PartRow } from '../part.js';
import { keepCertification } from './keep-certification.js';
import { rewriteTimeline } from './rewrite-timeline.js';
import { splitRecord } from './split-record.js';

const slotOf = (part: Pick<Part, 'kind' | 'key'>): string => `${part.kind} ${part.key}`;

type Said = Pick<MemberVersion, 'authority' | 'closed' | 'record' | 'effectiveAt' | 'act'>;

/**
 * What the register holds of a person after one version of one authority. In: all rows, the version, the instant of
 * writing. Out: all rows, those set aside marked with the instant, the new ones without id.
 */
export function applyVersion(rows: readonly PartRow[], personId: number, said: Said, now: Date): PartRow[] {
  const held = Map.groupBy(
    rows.filter((row) => row.supersededAt === null && row.authority === said.authority),
    slotOf,
  );
  const parts = new Map(
    splitRecord(said.record, said.authority, said.closed).map((part) => [slotOf(part), part]),
  );
  const setAside = new Set<PartRow>();
  const added: PartRow[] = [];
  for (const slot of new Set([...held.keys(), ...parts.keys()])) {
    const current = held.get(slot) ?? [];
    const model = parts.get(slot) ?? current[0];
    if (!model) continue;
    const value = parts.has(slot) ? received(model, current) : undefined;
    const { supersede, insert } = rewriteTimeline(current, value, said.effectiveAt, isDeepStrictEqual);
    for (const row of supersede) setAside.add(row);
    for (const row of insert) {
      const former = current.find(
        (one) => one.validFrom <= row.validFrom && row.validFrom < said.effectiveAt,
      );
      const { kind, key } = model;
      const act = former?.act ?? said.act;
      added.push({
        ...row,
        kind,
        key,
        personId,
        recordedAt: now,
        supersededAt: null,
        authority: said.authority,
        act,
      });
    }
  }
  return [...rows.map((row) => (setAside.has(row) ? { ...row, supersededAt: now } : row)), ...added];
}

function received(part: Part, current: readonly PartRow[]): unknown {
  if (part.kind !== 'civil-status') return part.value;
  const last = current.at(-1)?.value as CivilStatus | undefined;
  return keepCertification(last, part.value as CivilStatus);
}
