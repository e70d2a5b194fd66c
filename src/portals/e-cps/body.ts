import type { Context } from 'hono';
import type { z } from 'zod';
import { Refusal } from '../../platform/errors.js';

/** The JSON body in the shape asked for. @throws Refusal 400 or 422, one entry per faulty member */
export async function body<T extends z.ZodType>(c: Context, shape: T): Promise<z.infer<T>> {
  const raw = await c.req.json().catch(() => {
    throw new Refusal({ code: 'e-cps.not-json', status: 400, message: 'La demande n’est pas du JSON.' });
  });
  const parsed = shape.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new Refusal({
    code: 'e-cps.invalid-request',
    status: 422,
    message: 'La demande est incomplète ou mal formée.',
    fields: parsed.error.issues.map((issue) => ({
      field: issue.path.join('.'),
      code: 'e-cps.invalid-field',
      message: 'Valeur absente ou mal formée.',
    })),
  });
}

/** What a body that is too long gets. */
export function tooLong(): never {
  throw new Refusal({ code: 'e-cps.too-long', status: 413, message: 'La demande est trop longue.' });
}
