import Provider from 'oidc-provider';
import { vi } from 'vitest';
import type { Service } from './relying-party.js';
import type { World } from './world.js';

export interface Told {
  /** Whether the protocol engine was asked. */
  readonly byEngine: boolean;
  /** The answer, but for the date and the connection. */
  readonly said: { readonly status: number; readonly headers: [string, string][]; readonly body: string };
}

/** What an endpoint of the protocol answers, and by which way. */
export async function told(w: World, path: string, init: RequestInit): Promise<Told> {
  const engine = vi.spyOn(Provider.prototype as unknown as { handleRequest(): void }, 'handleRequest');
  const answer = await fetch(`${w.issuer}/protocol/openid-connect/${path}`, init);
  const byEngine = engine.mock.calls.length > 0;
  engine.mockRestore();
  const headers = [...answer.headers].filter(([name]) => !/^(date|connection|keep-alive)$/.test(name));
  return { byEngine, said: { status: answer.status, headers, body: await answer.text() } };
}

export const basicOf = (s: Service) =>
  `Basic ${Buffer.from(`${s.clientId}:${s.clientSecret}`).toString('base64')}`;

/** A form with the secret of the service in its header. */
export const asService = (s: Service, form: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { authorization: basicOf(s) },
  body: new URLSearchParams(form),
});

/** A member that nobody knows: the engine is asked, and does not mind. */
export const BY_ENGINE = { x: 'y' };
