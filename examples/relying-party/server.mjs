// A digital service in fifty lines: people sign in with Pro Santé Connect and see who they are.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import * as oidc from 'openid-client';

/** Opens the service. In: where Pro Santé Connect is, what it gave us, the port. Out: the server, listening. */
export async function openService({ issuer, clientId, clientSecret, port }) {
  const insecure = issuer.startsWith('http:') ? { execute: [oidc.allowInsecureRequests] } : undefined;
  const psc = await oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, insecure);
  const sessions = new Map();
  const origin = `http://localhost:${port}`;

  const routes = {
    async '/connexion'(_request, response) {
      const [session, verifier] = [randomUUID(), oidc.randomPKCECodeVerifier()];
      const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
      sessions.set(session, { verifier, state, nonce });
      const url = oidc.buildAuthorizationUrl(psc, {
        redirect_uri: `${origin}/retour`,
        scope: 'openid scope_all',
        acr_values: 'eidas1',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      });
      response
        .writeHead(302, { location: url.href, 'set-cookie': `s=${session}; HttpOnly; SameSite=Lax` })
        .end();
    },

    async '/retour'(request, response) {
      const session = sessions.get(/s=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1]);
      if (!session) return response.writeHead(400).end('Recommencez depuis le début.');
      const tokens = await oidc.authorizationCodeGrant(psc, new URL(request.url, origin), {
        pkceCodeVerifier: session.verifier,
        expectedState: session.state,
        expectedNonce: session.nonce,
      });
      session.person = await oidc.fetchUserInfo(psc, tokens.access_token, tokens.claims().sub);
      response.writeHead(302, { location: '/' }).end();
    },

    async '/'(request, response) {
      const { person } = sessions.get(/s=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1]) ?? {};
      const text = person
        ? `Bonjour ${person.given_name} ${person.family_name} (${person.SubjectNameID})`
        : 'Vous n’êtes pas connecté : /connexion';
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
    },
  };

  const server = createServer((request, response) => {
    const route = routes[new URL(request.url, origin).pathname];
    if (!route) return response.writeHead(404).end();
    // The person refused, or something was replayed: nobody is signed in.
    route(request, response).catch((error) =>
      response.writeHead(403).end(`Connexion refusée : ${error.error ?? error.message}`),
    );
  });
  await new Promise((resolve) => server.listen(port, 'localhost', resolve));
  return server;
}
