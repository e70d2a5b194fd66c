import type { Context } from 'hono';
import type { Env } from '../../platform/http/request.js';
import { Alert } from '../../ui/index.js';
import { DONE, onItsWay } from './words.js';

/** What was just done with a card, where the address says so. */
export function Done({ c }: { c: Context<Env> }) {
  const what = c.req.query('fait') ?? '';
  const text = DONE[what];
  if (!text) return null;
  const [sentAt, expectedAt] = [day(c, 'partie'), day(c, 'prevue')];
  const followed =
    what.endsWith('suivie') && onItsWay({ ...(sentAt && { sentAt }), ...(expectedAt && { expectedAt }) });
  return (
    <Alert tone="success" live>
      {followed ? `${text} ${followed}` : text}
    </Alert>
  );
}

/** A day that the address names; anybody may have written it there. */
function day(c: Context<Env>, name: string): string | undefined {
  const text = c.req.query(name) ?? '';
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
}
