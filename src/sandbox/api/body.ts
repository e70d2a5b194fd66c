import type { Context } from 'hono';
import type { z } from 'zod';
import { Refusal } from '../../platform/errors.js';

/** The JSON body, checked by `schema`. @throws Refusal 400 or 422, one entry per faulty field */
export async function body<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const raw = await c.req.json().catch(() => {
    throw new Refusal({ code: 'bad-json', status: 400, message: 'Le corps n’est pas du JSON.' });
  });
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new Refusal({
    code: 'invalid-body',
    status: 422,
    message: 'Des champs sont refusés.',
    fields: parsed.error.issues.map((issue) => ({
      field: issue.path.join('/'),
      code: issue.code,
      message: issue.message,
    })),
  });
}
