import { keepEntry } from '../../modules/identity-provider/index.js';
import type { Ctx } from '../../platform/context.js';
import { CORE_SERVICES, DEMO_SERVICES, PROJECTS } from './services.js';

const CORE_OWNER = 'Socle national imaginaire';

/** Puts the demo services, the core services and the projects in the catalogue. Harmless when repeated. */
export async function fillCatalogue(ctx: Ctx): Promise<void> {
  for (const { clientId, name, organisation, purpose, kind } of DEMO_SERVICES)
    await keepEntry(ctx, clientId, { clientId, name, organisation, purpose, kind });
  for (const { clientId, name, purpose } of CORE_SERVICES)
    await keepEntry(ctx, clientId, { clientId, name, organisation: CORE_OWNER, purpose, kind: 'national' });
  for (const { key, ...project } of PROJECTS) await keepEntry(ctx, key, project);
}
