import type { Context } from 'hono';
import type { Config } from '../../../platform/config.js';
import type { Env } from '../../../platform/http/request.js';

/** What every page of a sign-in shows around its subject. */
export interface Frame {
  readonly sandbox: boolean;
  readonly correlation: string;
}

export const frameOf = (c: Context<Env>, { config }: { config: Config }): Frame => ({
  sandbox: config.profile === 'sandbox',
  correlation: c.get('ctx').correlation,
});
