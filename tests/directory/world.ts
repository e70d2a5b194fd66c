import { openSession } from '../../src/modules/access/index.js';
import type { Ctx } from '../../src/platform/context.js';
import { testContext } from '../support/context.js';
import { doorOf } from '../support/door.js';

export interface World {
  readonly ctx: Ctx;
  /** A request to the portal; `token` signs it in. */
  ask(
    path: string,
    options?: { token?: string; json?: boolean; form?: Record<string, string> },
  ): Promise<Response>;
  signIn(who: { idNat: string } | { role: string; scope?: string }): Promise<string>;
  close(): Promise<void>;
}

/** The directory on a database of its own and its portal in front of it, without jobs. */
export async function openWorld(): Promise<World> {
  const { app, ctx, close } = await testContext({ connections: 4 });
  const door = await doorOf(app, ['/annuaire']);
  return {
    ctx,
    async ask(path, { token, json, form } = {}) {
      const headers: Record<string, string> = { accept: json ? 'application/json' : 'text/html' };
      if (token) headers.authorization = `Bearer ${token}`;
      if (form) headers.origin = app.config.origin;
      return door.request(`${app.config.origin}${path}`, {
        headers,
        ...(form && { method: 'POST', body: new URLSearchParams(form) }),
      });
    },
    signIn: async (who) => (await openSession(ctx, who)).token,
    close,
  };
}
