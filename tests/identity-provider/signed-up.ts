import type * as oidc from 'openid-client';
import { afterAll, beforeAll } from 'vitest';
import { personas } from './personas.js';
import { relyingParty, type Service } from './relying-party.js';
import { activatePhone, newService, type Phone, publish, type World, world } from './world.js';

export interface SignedUp {
  readonly w: World;
  readonly person: (typeof personas)[string];
  readonly phone: Phone;
  readonly service: Service;
  readonly rp: oidc.Configuration;
}

/**
 * For a test file: Pro Santé Connect with one published persona who has a phone, and one service. `then` runs before
 * the tests with all of it.
 */
export function useSignedUp(persona: string, then: (all: SignedUp) => void | Promise<void>): void {
  let w: World;
  beforeAll(async () => {
    w = await world();
    const person = personas[persona];
    if (!person) throw new Error(`no persona ${persona}`);
    await publish(w, person);
    const phone = await activatePhone(w, person.idNat);
    const service = await newService(w);
    await then({ w, person, phone, service, rp: await relyingParty(w, service) });
  });
  afterAll(() => w.close());
}
