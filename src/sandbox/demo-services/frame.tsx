import type { Child } from 'hono/jsx';
import { Page } from '../../ui/index.js';
import type { DemoService } from './service.js';

type FrameProps = { service: DemoService; title: string; lead?: Child; children?: Child };

/** A page of a demo service, under its own name and colour. */
export function Frame({ service, title, lead, children }: FrameProps) {
  const brand = { name: service.name, href: service.home, tone: service.tone };
  return (
    <Page title={title} lead={lead} banner="sandbox" brand={brand}>
      {children}
    </Page>
  );
}
