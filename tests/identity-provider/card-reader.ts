import { type Agent, Agent as HttpsAgent, request } from 'node:https';
import type { SecureContextOptions } from 'node:tls';

export interface CardAnswer {
  readonly status: number;
  readonly location: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A browser on a workstation with a card reader: each request is a new TLS connection, with the card or without. */
export class CardReader {
  readonly #agent: Agent;

  /** `ca`: authorities that the browser trusts; `card`: the certificate that it presents, if any. */
  constructor(ca: string, card: Pick<SecureContextOptions, 'pfx' | 'passphrase' | 'key' | 'cert'> = {}) {
    this.#agent = new HttpsAgent({ ...card, ca, keepAlive: false, maxCachedSessions: 0 });
  }

  get(url: string): Promise<CardAnswer> {
    return this.#send(url);
  }

  post(url: string, form: Record<string, string>, origin = new URL(url).origin): Promise<CardAnswer> {
    return this.#send(url, new URLSearchParams(form).toString(), origin);
  }

  #send(url: string, form?: string, origin?: string): Promise<CardAnswer> {
    const headers = {
      accept: 'text/html',
      ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(origin && { origin }),
    };
    return new Promise((resolve, reject) => {
      const method = form === undefined ? 'GET' : 'POST';
      const sent = request(url, { agent: this.#agent, method, headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            location: answer.headers.location ?? '',
            headers: answer.headers,
            body: Buffer.concat(parts).toString('utf8'),
          }),
        );
      });
      sent.on('error', reject);
      sent.end(form);
    });
  }
}
