import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site of somebody else, to which a sign-in leads in the end. */
export interface ForeignService {
  /** The address to which the browser comes back. */
  readonly back: string;
  /** Where the browser goes to sign in for it, as the client of that id. */
  signInAt(issuer: string, clientId: string): string;
  close(): void;
}

/** Opens it on a loopback port; it says «Bienvenue» at every address. */
export async function foreignService(): Promise<ForeignService> {
  const server = createServer((_req, res) =>
    res.setHeader('content-type', 'text/html').end('<h1>Bienvenue</h1>'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const back = `http://127.0.0.1:${(server.address() as AddressInfo).port}/retour`;
  return {
    back,
    signInAt(issuer, clientId) {
      const query = new URLSearchParams({
        ...{ response_type: 'code', client_id: clientId, redirect_uri: back, scope: 'openid scope_all' },
        ...{ acr_values: 'eidas1', state: 'etat', nonce: 'nonce' },
      });
      return `${issuer}/protocol/openid-connect/auth?${query}`;
    },
    close: () => server.close(),
  };
}
