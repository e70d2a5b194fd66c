import { Readable } from 'node:stream';
import type { Context } from 'hono';
import type { Env } from '../../../platform/http/request.js';
import { type ByteRange, byteRange } from './byte-range.js';
import { errors } from './errors.js';
import type { WrittenExtract } from './write-extract.js';

/** A file to send, and from when it is. */
export interface SentFile {
  readonly file: WrittenExtract;
  open(part: ByteRange): Readable;
  readonly at: Date;
  readonly publication: number;
  /** Done once the last byte was handed over, before the answer ends. */
  readonly onWhole?: () => Promise<void>;
}

/**
 * Sends an extract, or the part of it that a Range header asks for, or 304 to who has it already (RFC 9110 §13, §14).
 * The entity tag is the hash of the content: an interrupted download goes on only with the same bytes.
 */
export function sendFile(c: Context<Env>, sent: SentFile): Response {
  const { file, at } = sent;
  const tag = `"${file.sha256}"`;
  c.header('Content-Disposition', `attachment; filename=${file.name}`);
  c.header('ETag', tag);
  c.header('Last-Modified', at.toUTCString());
  c.header('Accept-Ranges', 'bytes');
  c.header('Cache-Control', 'no-cache');
  c.header('Repr-Digest', `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`);
  c.header('ESCULAPE-Publication', String(sent.publication));
  if (isKnown(c, tag, at)) return c.body(null, 304);
  const stillSame = [undefined, tag, at.toUTCString()].includes(c.req.header('if-range'));
  const range = stillSame ? byteRange(c.req.header('range'), file.bytes) : undefined;
  if (range === 'unsatisfiable') {
    c.header('Content-Range', `bytes */${file.bytes}`);
    throw errors.badRange();
  }
  const { start, end } = range ?? { start: 0, end: file.bytes - 1 };
  c.header('Content-Type', 'application/zip');
  c.header('Content-Length', String(end - start + 1));
  if (range) c.header('Content-Range', `bytes ${start}-${end}/${file.bytes}`);
  const status = range ? 206 : 200;
  if (c.req.method === 'HEAD') return c.body(null, status);
  const stream = sent.open({ start, end });
  const { onWhole } = sent;
  const told = end === file.bytes - 1 && onWhole ? Readable.from(followed(stream, onWhole)) : stream;
  return c.body(Readable.toWeb(told) as ReadableStream, status);
}

async function* followed(stream: Readable, then: () => Promise<void>): AsyncGenerator<Buffer> {
  yield* stream;
  await then();
}

/** If-None-Match speaks first; If-Modified-Since only where it is alone. */
function isKnown(c: Context<Env>, tag: string, at: Date): boolean {
  const tags = c.req.header('if-none-match');
  if (tags !== undefined)
    return tags.split(',').some((one) => ['*', tag].includes(one.trim().replace(/^W\//, '')));
  const since = Date.parse(c.req.header('if-modified-since') ?? '');
  return Math.floor(at.getTime() / 1000) * 1000 <= since;
}
