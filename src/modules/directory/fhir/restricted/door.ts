import type { FhirResource } from 'fhir/r4.js';
import type { Hono } from 'hono';
import type { App } from '../../../../platform/app.js';
import type { Env } from '../../../../platform/http/request.js';
import { capabilityStatement } from '../capability.js';
import { fhirRoutes, runOf } from '../door.js';
import { queryOf } from '../open-route.js';
import { restrictedGate } from './gate.js';
import { readPersonResource, searchPersons } from './persons.js';
import { journalTold, tellBundle, tellOne } from './tell.js';

/** Its own base: no national one exists (docs/adr/0063-restricted-fhir-door.md). */
const BASE = '/fhir/restricted/v2';

/** The same API for programs that may read restricted data: as-dr-* profiles, and Person besides. */
export const restrictedFhirDoor = (app: App): Hono<Env> =>
  fhirRoutes(app, {
    base: BASE,
    gate: restrictedGate,
    capability: restrictedCapability,
    restricted: { tellBundle, tellOne },
    more: (routes, route) => {
      const base = `${app.config.origin}${BASE}`;
      routes.get(
        '/Person',
        route(async (c) => {
          const asked = queryOf(c);
          const content = await searchPersons(runOf(c, true), asked, base);
          const told = (content.entry ?? []).flatMap(({ resource }) => (resource ?? []) as FhirResource);
          await journalTold(c, 'Person', asked, told);
          return { status: 200, content, headers: NOT_KEPT };
        }),
      );
      routes.get(
        '/Person/:id',
        route(async (c) => {
          const content = await readPersonResource(runOf(c, true), c.req.param('id') ?? '');
          await journalTold(c, 'Person', [['_id', '']], [content]);
          return { status: 200, content, headers: NOT_KEPT };
        }),
      );
    },
  });

const NOT_KEPT = { 'Cache-Control': 'no-store' };

function restrictedCapability(base: string, at: Date) {
  const open = capabilityStatement(base, at);
  const [rest] = open.rest ?? [];
  return {
    ...open,
    id: 'esculape-annuaire-restreint',
    implementation: { description: 'Annuaire Santé, données en accès restreint', url: base },
    rest: [
      {
        ...rest,
        mode: 'server' as const,
        security: { description: 'Un jeton de portée restricted (POST /api/oauth/token).' },
        resource: [
          ...(rest?.resource ?? []).map((one) => ({
            ...one,
            supportedProfile: (one.supportedProfile ?? []).map((profile) =>
              profile.replace(/as-dp-(practitioner|practitionerrole|organization)$/, 'as-dr-$1'),
            ),
          })),
          PERSON,
        ],
      },
    ],
  };
}

const PERSON = {
  type: 'Person' as const,
  supportedProfile: ['https://interop.esante.gouv.fr/ig/fhir/annuaire/StructureDefinition/as-dr-person'],
  interaction: [{ code: 'read' as const }, { code: 'search-type' as const }],
  searchParam: [
    { name: '_id', type: 'token' as const },
    { name: 'identifier', type: 'token' as const, documentation: 'present or former number' },
    { name: 'link', type: 'reference' as const, documentation: 'Practitioner' },
  ],
};
