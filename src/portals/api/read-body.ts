import type { z } from 'zod';
import { type FieldProblem, Refusal } from '../../platform/errors.js';

const MESSAGES: Record<string, string> = {
  missing: 'Ce champ est obligatoire.',
  'unknown-property': 'Cette propriété n’existe pas.',
  invalid_type: 'Cette valeur n’est pas du bon type.',
  too_small: 'Cette valeur est trop courte.',
  too_big: 'Cette valeur est trop longue.',
  invalid_format: 'Cette valeur n’a pas la bonne forme.',
  invalid_value: 'Cette valeur n’est pas une de celles qui sont permises.',
  invalid_union: 'Cette valeur n’est aucune des formes permises.',
};

/** The refusals of the edge: what cannot be read, and what has not the right shape. */
export const bodyErrors = {
  unreadable: () =>
    new Refusal({ code: 'api.unreadable-body', status: 400, message: 'Le corps n’est pas du JSON lisible.' }),
  mediaType: () =>
    new Refusal({ code: 'api.unsupported-media-type', status: 415, message: 'Le corps doit être du JSON.' }),
  shape: (fields: readonly FieldProblem[]) =>
    new Refusal({
      code: 'api.invalid-body',
      status: 422,
      message: 'La demande contient des erreurs.',
      fields,
    }),
};

/** Reads a JSON body. In: the request and the media types that are taken. Throws 400 or 415. */
export async function readJson(request: Request, types: readonly string[]): Promise<unknown> {
  const type = (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!types.includes(type)) throw bodyErrors.mediaType();
  try {
    return JSON.parse(await request.text());
  } catch {
    throw bodyErrors.unreadable();
  }
}

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
    message: MESSAGES[code] ?? 'Cette valeur n’est pas valable.',
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
