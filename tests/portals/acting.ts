import { habilitations } from '../../src/modules/access/index.js';
import { enterStaff } from '../../src/modules/registry/index.js';
import { habilitate } from '../access/team.js';
import type { PortalApp } from './portal-app.js';

let next = 0;
/** A national identifier that nobody has had yet. */
export const somebody = () => `8997801${String(1000 + next++).padStart(5, '0')}`;

/** The number of somebody of the register, known by the structure that employs him. */
export async function registered(app: PortalApp, familyName: string): Promise<string> {
  const idNat = `3990600099/T${String(next++).padStart(5, '0')}`;
  const employee = {
    idNat,
    givenName: 'Alix',
    familyName,
    structureId: 'F990600099',
    entry: crypto.randomUUID(),
  };
  await enterStaff(app.ctx, employee);
  return idNat;
}

/** A cookie of somebody of this role, signed in and acting for the structure. */
export async function acting(
  app: PortalApp,
  kind: habilitations.HabilitationKind,
  structureId: string,
): Promise<string> {
  const idNat = somebody();
  await habilitate(app.ctx, kind, idNat, structureId);
  const cookie = await app.cookieOf({ idNat, name: 'Camille Exemple' });
  const { role } = habilitations.KIND_RULES[kind];
  return (await app.post('/connexion/role', { role, scope: structureId }, cookie)).cookies;
}
