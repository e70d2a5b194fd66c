import type { Context } from 'hono';
import type { Env } from '../../platform/http/request.js';
import { Done } from '../../ui/index.js';
import { DONE, onItsWay } from './words.js';

/** What was just done with a card, where the address says so; and when the next one left, where it is on its way. */
export function CardDone({ c }: { c: Context<Env> }) {
  const code = c.req.query('fait');
  const [sentAt, expectedAt] = [day(c, 'partie'), day(c, 'prevue')];
  const followed = onItsWay({ ...(sentAt && { sentAt }), ...(expectedAt && { expectedAt }) });
  const { suivie, 'opposee-suivie': opposed } = DONE;
  const words = { ...DONE, suivie: `${suivie} ${followed}`, 'opposee-suivie': `${opposed} ${followed}` };
  return <Done words={words} code={code} />;
}

/** A day that the address names; anybody may have written it there. */
function day(c: Context<Env>, name: string): string | undefined {
  const text = c.req.query(name) ?? '';
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
}
