// A digital service in eighty lines: people sign in with Pro Santé Connect and see who they are.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import * as oidc from 'openid-client';

const safe = (text) => text.replace(/[<&]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const cookie = (name, value) => `${name}=${value}; Path=/; HttpOnly; SameSite=Lax`;
const read = (request, name) =>
  new RegExp(`(?:^|; )${name}=([\\w-]+)`).exec(request.headers.cookie ?? '')?.[1];

/** Opens the service. In: where Pro Santé Connect is, what it gave us, the port. Out: the server, listening. */
export async function openService({ issuer, clientId, clientSecret, port }) {
  const insecure = issuer.startsWith('http:') ? { execute: [oidc.allowInsecureRequests] } : undefined;
  const psc = await oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, insecure);
  const [departures, sessions] = [new Map(), new Map()];
  const origin = `http://localhost:${port}`;

  const routes = {
    async '/connexion'(_request, response) {
      const [departure, verifier] = [randomUUID(), oidc.randomPKCECodeVerifier()];
      const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
      departures.set(departure, { verifier, state, nonce });
      const url = oidc.buildAuthorizationUrl(psc, {
        redirect_uri: `${origin}/retour`,
        scope: 'openid scope_all',
        acr_values: 'eidas1',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      });
      response.writeHead(302, { location: url.href, 'set-cookie': cookie('depart', departure) }).end();
    },

    async '/retour'(request, response) {
      const departure = departures.get(read(request, 'depart'));
      if (!departure) return response.writeHead(400).end('Recommencez depuis le début.');
      departures.delete(read(request, 'depart'));
      const tokens = await oidc.authorizationCodeGrant(psc, new URL(request.url, origin), {
        pkceCodeVerifier: departure.verifier,
        expectedState: departure.state,
        expectedNonce: departure.nonce,
      });
      const person = await oidc.fetchUserInfo(psc, tokens.access_token, tokens.claims().sub);
      // A new identifier: whoever knew the former one is not signed in with it.
      const session = randomUUID();
      sessions.set(session, { person, idToken: tokens.id_token });
      response.writeHead(302, { location: '/', 'set-cookie': cookie('session', session) }).end();
    },

    async '/deconnexion'(request, response) {
      const { idToken } = sessions.get(read(request, 'session')) ?? {};
      sessions.delete(read(request, 'session'));
      const there = { id_token_hint: idToken, post_logout_redirect_uri: `${origin}/` };
      const location = idToken ? oidc.buildEndSessionUrl(psc, there).href : '/';
      response.writeHead(302, { location }).end();
    },

    async '/'(request, response) {
      const { person } = sessions.get(read(request, 'session')) ?? {};
      const text = person
        ? `<p>Bonjour ${safe(person.given_name)} ${safe(person.family_name)} (${person.SubjectNameID})</p>
           <a href="/deconnexion">Se déconnecter</a>`
        : '<p>Vous n’êtes pas connecté.</p> <a href="/connexion">S’identifier avec Pro Santé Connect</a>';
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(text);
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
