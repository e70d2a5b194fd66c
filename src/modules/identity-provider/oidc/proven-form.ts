import type { IncomingMessage } from 'node:http';
import { bodyOf, giveBody } from './request.js';

/** A form that a service sends with its secret; nothing of it is believed yet. */
export interface ProvenForm {
  readonly clientId: string;
  readonly secret: string;
  readonly fields: Readonly<Record<string, string>>;
}

const BASIC = /^Basic ([A-Za-z0-9+/]+={0,2})$/;
const PROOF = /^([\w.~%-]+):([\w.~%-]+)$/;
/** Of the signs of our client ids and secrets: they mean one thing, in a form, in a header and in a log. */
const PLAIN = /^[\w.~-]+$/;
const FORM_TYPE = /^application\/x-www-form-urlencoded(;\s?charset=utf-8)?$/i;
const LARGEST = 8 * 1024;

/**
 * Reads a form with a secret, in the header or in the form but not in both (RFC 6749 §2.3.1), and each field once. Out:
 * undefined for any other request. The engine can read the body again.
 */
export async function provenForm(req: IncomingMessage): Promise<ProvenForm | undefined> {
  const { method, url, headers } = req;
  const length = Number(headers['content-length'] ?? Number.NaN);
  if (method !== 'POST' || url?.includes('?') || !(length <= LARGEST)) return undefined;
  if (!FORM_TYPE.test(headers['content-type'] ?? '')) return undefined;
  const body = await bodyOf(req);
  giveBody(req, body);
  const pairs = [...new URLSearchParams(body.toString())];
  const fields = Object.fromEntries(pairs);
  if (Object.keys(fields).length !== pairs.length) return undefined;
  const { client_id, client_secret, ...others } = fields;
  const proof =
    headers.authorization === undefined ? [client_id, client_secret] : basic(headers.authorization);
  const [clientId, secret] = proof;
  if (headers.authorization !== undefined && (client_secret ?? client_id) !== undefined) return undefined;
  if (!PLAIN.test(clientId ?? '') || !PLAIN.test(secret ?? '')) return undefined;
  return { clientId: clientId as string, secret: secret as string, fields: others };
}

function basic(header: string): (string | undefined)[] {
  const told = Buffer.from(BASIC.exec(header)?.[1] ?? '', 'base64').toString();
  try {
    return (PROOF.exec(told) ?? []).slice(1).map(decodeURIComponent);
  } catch {
    return [];
  }
}
