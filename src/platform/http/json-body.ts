import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { MiddlewareHandler } from 'hono/types';
import type { z } from 'zod';
import { type FieldProblem, Refusal } from '../errors.js';
import { shapeWords } from '../shape-words.js';
import { isPlainJson } from './plain-json.js';

/** What a JSON body is refused for. */
export const bodyErrors = {
  unreadable: () =>
    new Refusal({ code: 'unreadable-body', status: 400, message: 'Le corps n’est pas du JSON lisible.' }),
  tooLarge: (most: number) =>
    new Refusal({
      code: 'body-too-large',
      status: 413,
      message: `Ce corps dépasse ${Math.floor(most / 1024)} Kio.`,
    }),
  mediaType: () =>
    new Refusal({
      code: 'unsupported-media-type',
      status: 415,
      message: 'Le corps doit être du JSON, annoncé par l’en-tête Content-Type: application/json.',
    }),
  shape: (fields: readonly FieldProblem[]) =>
    new Refusal({
      code: 'invalid-body',
      status: 422,
      message: 'La demande contient des erreurs.',
      fields,
    }),
};

/** No form of ours is longer, bytes. */
export const LARGEST_FORM = 64 * 1024;

/** Refuses, with 413, the bodies of more than `most` bytes. */
export function largestBody(most: number): MiddlewareHandler {
  const limited = bodyLimit({
    maxSize: most,
    onError: (c) => {
      // What is left of the body is not read: the caller must not send the next request behind it.
      c.header('Connection', 'close');
      throw bodyErrors.tooLarge(most);
    },
  });
  // Without either header a request has no body (RFC 9112 §6.3).
  return (c, next) => (BODY_HEADERS.some((name) => c.req.header(name)) ? limited(c, next) : next());
}

const BODY_HEADERS = ['content-length', 'transfer-encoding'];

/** Reads a JSON body. In: the request and the media types that are taken. Throws 400 or 415. */
export async function readJson(
  request: Request,
  types: readonly string[] = ['application/json'],
): Promise<unknown> {
  const type = (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!types.includes(type)) throw bodyErrors.mediaType();
  const value = parse(await request.text());
  if (!isPlainJson(value)) throw bodyErrors.unreadable();
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw bodyErrors.unreadable();
  }
}

/** The JSON body of a request in the shape of `schema`. Throws 400, 415, or 422 with one entry per faulty field. */
export const jsonBody = async <T extends z.ZodType>(c: Context, schema: T): Promise<z.output<T>> =>
  checkShape(schema, await readJson(c.req.raw));

/** Checks the shape of a body. Throws 422 with one entry per faulty field, unknown properties included. */
export function checkShape<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw bodyErrors.shape(read.error.issues.flatMap((issue) => problemsOf(issue, value)));
}

function problemsOf(issue: z.core.$ZodIssue, body: unknown): FieldProblem[] {
  const entry = (path: readonly PropertyKey[], code: string): FieldProblem => ({
    field: path.join('/'),
    code: code.replaceAll('_', '-'),
    message: shapeWords(code),
  });
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => entry([...issue.path, key], 'unknown-property'));
  return [entry(issue.path, valueAt(body, issue.path) === undefined ? 'missing' : issue.code)];
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (held, key) => (typeof held === 'object' && held !== null ? Reflect.get(held, key) : undefined),
    body,
  );
}
