import { openSession, switchRole } from '../../src/modules/access/index.js';
import { startDoor, type TestDoor } from '../support/door.js';

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
