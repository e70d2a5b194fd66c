import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Context } from 'hono';
import type { Ctx } from '../../../../platform/context.js';
import { byteRange } from '../../extracts/byte-range.js';
import { FhirRefusal } from '../refusal.js';
import type { Export, ExportFile } from './store.js';
import { exportFolder } from './write-export.js';

/**
 * Sends a file of an export: compressed, as it lies on the disk and by parts (Range) for who can read that; else as plain
 * lines, whole. @throws FhirRefusal 416 for a part outside of the file
 */
export function sendPart(
  c: Context,
  ctx: Pick<Ctx, 'config'>,
  { attempt, publication }: Export,
  file: ExportFile,
): Response {
  const path = join(exportFolder(ctx, attempt), `${file.name}.gz`);
  const zipped = c.req.header('Accept-Encoding')?.includes('gzip') ?? false;
  const tag = `"${file.sha256}${zipped ? '-gzip' : ''}"`;
  const headers = {
    'Content-Type': 'application/fhir+ndjson',
    'Cache-Control': 'private, no-cache',
    'ESCULAPE-Publication': String(publication),
    'X-Content-Type-Options': 'nosniff',
    Vary: 'Accept-Encoding',
    ETag: tag,
  };
  const whole = (body: Readable): Response =>
    new Response(Readable.toWeb(body) as ReadableStream, { headers });
  if (c.req.header('If-None-Match')?.includes(tag)) return new Response(null, { status: 304, headers });
  if (!zipped) {
    if (c.req.method === 'HEAD') return new Response(null, { headers });
    // Who leaves in the middle leaves neither of the two open.
    return whole(pipeline(createReadStream(path), createGunzip(), () => undefined));
  }
  const stillSame = [undefined, tag].includes(c.req.header('If-Range'));
  const range = stillSame ? byteRange(c.req.header('Range'), file.bytes) : undefined;
  if (range === 'unsatisfiable')
    throw new FhirRefusal(416, 'invalid', `This file has ${file.bytes} bytes.`, {
      'Content-Range': `bytes */${file.bytes}`,
    });
  const { start, end } = range ?? { start: 0, end: file.bytes - 1 };
  const body =
    c.req.method === 'HEAD'
      ? null
      : (Readable.toWeb(createReadStream(path, { start, end })) as ReadableStream);
  return new Response(body, {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      'Content-Encoding': 'gzip',
      'Content-Length': String(end - start + 1),
      'Accept-Ranges': 'bytes',
      ...(range && { 'Content-Range': `bytes ${start}-${end}/${file.bytes}` }),
    },
  });
}
