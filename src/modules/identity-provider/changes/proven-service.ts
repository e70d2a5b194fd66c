import type { IncomingMessage } from 'node:http';
import type Provider from 'oidc-provider';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';

type Answer = (clientId: string) => Promise<unknown>;
const asked = new WeakMap<IncomingMessage, Answer>();

/** Says what a service gets for this request, once the engine has proven which one it is. */
export const askedBy = (req: IncomingMessage, answer: Answer): void => void asked.set(req, answer);

/** Gives our answer in place of the engine's, once the engine knows which service asks. */
export function answerProven(provider: Provider): void {
  provider.use(async (bare, next) => {
    await next();
    const koa = bare as KoaContextWithOIDC;
    const answer = asked.get(koa.req);
    const clientId = koa.oidc?.client?.clientId;
    if (!answer || koa.status !== 200 || clientId === undefined) return;
    try {
      koa.body = await answer(clientId);
    } catch (error) {
      if (!(error instanceof errors.AccessDenied)) throw error;
      koa.status = 403;
      koa.body = { error: error.error, error_description: error.error_description };
    }
  });
}
