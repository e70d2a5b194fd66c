import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { currentUser, shownUser } from '../../modules/access/index.js';
import type { Env } from '../../platform/http/request.js';
import { Page } from '../../ui/index.js';

type FrameProps = {
  c: Context<Env>;
  title: string;
  lead?: string;
  width?: 'narrow' | 'normal';
  children?: Child;
};

/** Every page of the tracking portal. */
export function Frame({ c, ...page }: FrameProps) {
  const sandbox = c.get('ctx').config.profile === 'sandbox';
  return (
    <Page
      {...page}
      banner={sandbox ? 'sandbox' : undefined}
      door={{ name: 'Suivi d’une donnée', href: '/suivi' }}
      user={shownUser(currentUser(c))}
    />
  );
}
