import { sql } from 'kysely';
import type { Kind } from '../parameters.js';
import { type Authorisation, device, healthcareService } from '../resources/authorisation.js';
import { structureOf } from '../resources/ids.js';
import type { Criterion } from './criterion.js';
import { anyTerm, exactly, type Need } from './plan.js';
import { idsMeeting } from './resolve.js';
import type { Candidate, Run } from './run.js';
import type { Line, Source } from './source.js';
import { withinSpans } from './spans-sql.js';

interface Row {
  readonly id: string;
  readonly version: number;
  readonly updatedAt: Date;
  readonly active: boolean;
  readonly data: Authorisation;
}

/** Authorisations as HealthcareService and Device. */
export const authorisations: Source<Row> = {
  name: 'authorisations',
  table: sql`directory.authorisations t`,
  key: sql`t.id`,
  columns: sql`t.id, t.version, t.updated_at "updatedAt", t.active, t.data`,
  sorts: { updated: sql`t.updated_at` },
  shown: sql`true`,
  found: sql`true`,
  needs: needed,
  candidates(_run: Run, kind: Kind, { value, row }: Line<Row>): Candidate[] {
    const isDevice = row.data.kind === 'equipment';
    if (isDevice !== (kind === 'Device')) return [];
    const resource = isDevice ? device(row) : healthcareService(row);
    return [{ resource, place: { value, line: row.id, id: row.id }, siblings: () => undefined }];
  },
};

/** Terms of an authorisation: its codes, its number, its establishment. */
export const authorisationTerms = (one: Authorisation): string[] => [
  ...[one.type, one.category, one.form].flatMap((coded) =>
    coded === undefined ? [] : [`t_${coded.code.toLowerCase()}`],
  ),
  ...(one.number === undefined ? [] : [`i_${one.number}`]),
  `s_${one.structureId.toLowerCase()}`,
];

async function needed(run: Run, kind: Kind, criterion: Criterion): Promise<Need> {
  const isDevice = kind === 'Device' ? sql`t.kind = 'equipment'` : sql`t.kind <> 'equipment'`;
  switch (criterion.kind) {
    case 'date':
      return { where: withinSpans(sql`t.updated_at`, criterion.spans) };
    case 'token':
      return criterion.not ? { where: isDevice } : tokenNeed(criterion);
    case 'reference':
      return ownedBy(criterion.ids);
    case 'chain': {
      const owners = await idsMeeting(run, 'Organization', criterion.inner);
      return owners === undefined ? { where: isDevice } : ownedBy(owners);
    }
    default:
      return { where: isDevice };
  }
}

const ownedBy = (ids: readonly string[]): Need =>
  anyTerm(
    ids.flatMap((id) => {
      const structure = structureOf(id);
      return structure === undefined ? [] : [exactly(`s_${structure.toLowerCase()}`)];
    }),
  );

function tokenNeed({ parameter, values }: Extract<Criterion, { kind: 'token' }>): Need {
  const terms = (prefix: string): Need =>
    values.some(({ code }) => code === undefined)
      ? 'any'
      : anyTerm(values.map(({ code = '' }) => exactly(prefix + code.toLowerCase())));
  switch (parameter.name) {
    case '_id':
      return { keys: values.map(({ code }) => code ?? '').filter((id) => /^[\w.-]+$/.test(id)) };
    case 'identifier':
      return terms('i_');
    case 'type':
    case 'service-type':
    case 'service-category':
    case 'characteristic':
      return terms('t_');
    default:
      return 'any';
  }
}
