import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { registerService } from '../../src/modules/identity-provider/index.js';
import { personas } from '../identity-provider/personas.js';
import { activatePhone, type Phone, publish, type World, world } from '../identity-provider/world.js';
import { openBrowser } from '../support/browser.js';
import { type ForeignService, foreignService } from '../support/foreign-service.js';

/** A doctor with an e-CPS, a service that he signs in to, a browser. */
export interface CareRecord {
  readonly w: World;
  readonly phone: Phone;
  readonly browser: Browser;
  /** Where the service sends a browser to sign in. */
  readonly start: string;
}

export const doctor = personas['doctor-two-exercises'] as (typeof personas)[string];

/** Makes them before the tests of a file, and ends them after. In: other doors to open; who is given them. */
export function useCareRecord(doors: readonly string[], give: (made: CareRecord) => void): void {
  let w: World | undefined;
  let browser: Browser | undefined;
  let service: ForeignService | undefined;
  beforeAll(async () => {
    w = await world(doors);
    await publish(w, doctor);
    const phone = await activatePhone(w, doctor.idNat);
    service = await foreignService();
    const asService = { name: 'Dossier de soins', redirectUris: [service.back] };
    const start = service.signInAt(w.issuer, (await registerService(w.ctx, asService)).clientId);
    browser = await openBrowser();
    give({ w, phone, start, browser });
  });
  afterAll(async () => {
    await browser?.close();
    service?.close();
    await w?.close();
  });
}
