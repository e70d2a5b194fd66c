import { expect } from 'vitest';
import { openSession, switchRole } from '../../src/modules/access/index.js';
import { startDoor, type TestDoor } from '../support/door.js';
import type { Administered } from './administered.js';
import { signingRequest } from './signing-request.js';

/** Where structures order, and what orders of these tests say. */
export const BASE = '/igc/plateforme/structures';
export const CODE = 'un code de révocation';
export const CONTACTS = 'si@clinique.example\nediteur@logiciel.example';

export interface Answer {
  readonly status: number;
  readonly location: string;
  /** As people read it. */
  readonly text: string;
  readonly html: string;
  readonly bytes: Buffer;
  readonly type: string;
}

export interface PlatformDoor extends TestDoor {
  ask(path: string, cookie?: string, form?: Record<string, string>): Promise<Answer>;
  /** The cookie of somebody, acting as technical administrator of a structure (technical id) where it is given. */
  cookieOf(idNat: string, structureId?: string): Promise<string>;
}

/** The IGC platform and what it leads to, behind a real server. */
export async function platformDoor(): Promise<PlatformDoor> {
  const w = await startDoor(['/igc/plateforme', '/igc', '/connexion'], { connections: 24 });
  return {
    ...w,
    async ask(path, cookie = '', form) {
      const answer = await fetch(w.origin + path, {
        redirect: 'manual',
        headers: { accept: 'text/html', origin: w.origin, cookie },
        ...(form && { method: 'POST', body: new URLSearchParams(form) }),
      });
      const bytes = Buffer.from(await answer.arrayBuffer());
      const html = bytes.toString('utf8');
      return {
        ...{ status: answer.status, location: answer.headers.get('location') ?? '', html, bytes },
        text: html
          .replaceAll(/<[^>]+>/g, ' ')
          .replaceAll(/\s+/g, ' ')
          .replaceAll('&quot;', '"'),
        type: answer.headers.get('content-type') ?? '',
      };
    },
    async cookieOf(idNat, structureId) {
      const { token } = await openSession(w.ctx, { idNat });
      if (structureId === undefined) return `esculape_session=${token}`;
      const acting = await switchRole(w.ctx, token, 'technical-admin', structureId);
      return `esculape_session=${acting.token}`;
    },
  };
}

/** Orders one certificate with a key of one's own, and finds the page where it is retrieved. */
export async function ordered(
  w: PlatformDoor,
  who: Administered,
  cookie: string,
  commonName: string,
  product = 'Ordo',
): Promise<string> {
  const done = await w.ask(`${BASE}/${who.finess}/commander`, cookie, {
    ...{ pour: 'ORG-AUTH_CLI', produit: product, commonName, contacts: CONTACTS },
    csr0: signingRequest(commonName),
  });
  expect([done.status, done.location]).toEqual([303, `${BASE}/${who.finess}?fait=commande`]);
  const page = await w.ask(`${BASE}/${who.finess}`, cookie);
  return new RegExp(`href="([^"]+)" aria-label="Retirer ${commonName} AUTH_CLI"`).exec(page.html)?.[1] ?? '';
}

/** What is typed where a certificate is retrieved. */
export const secrets = (more: Record<string, string> = {}) => ({
  ...{ revocationCode: CODE, revocationCode2: CODE, terms: 'oui' },
  ...more,
});

/** Orders and retrieves one. Out: its serial. */
export async function issued(
  w: PlatformDoor,
  who: Administered,
  cookie: string,
  commonName: string,
): Promise<string> {
  const page = await w.ask(await ordered(w, who, cookie, commonName), cookie, secrets());
  expect(page.status).toBe(200);
  return /certificats\/([0-9a-f]{32})\//.exec(page.html)?.[1] ?? '';
}
