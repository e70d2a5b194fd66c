import { type Context, Hono } from 'hono';
import { leaveRemark } from '../../modules/guidance/index.js';
import { userinfoSchema } from '../../modules/identity-provider/index.js';
import type { App } from '../../platform/app.js';
import { Refusal } from '../../platform/errors.js';
import { callerAddress, type Env, formFields } from '../../platform/http/request.js';
import { limit } from '../../platform/rate-limit.js';
import type { FieldError } from '../../ui/index.js';
import { EXAMPLES } from './examples.js';
import { GUIDE_PARTS } from './guide-parts.js';
import { DocumentationPage, ExamplePage, ExamplesPage, GuidePage, VersionsPage } from './pages.js';
import { GUIDE_VERSIONS } from './versions.js';

type C = Context<Env>;

const REMARKS_AN_HOUR = 20;
/** The version is that of the format, UITVersion. */
const SCHEMA = 'userinfo-1.0.schema.json';

/** What integrators read, without an account; and what they say of it. */
export function documentationPortal(app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/', (c) => c.html(<DocumentationPage c={c} sandbox={app.config.profile === 'sandbox'} />))
    .get('/guide', (c) => guide(c))
    .post('/guide', remark)
    .get(`/${SCHEMA}`, (c) =>
      c.json(userinfoSchema(`${app.config.origin}/documentation/${SCHEMA}`), 200, {
        'content-type': 'application/schema+json',
      }),
    )
    .get('/versions', (c) => c.html(<VersionsPage c={c} />))
    .get('/exemples', (c) => c.html(<ExamplesPage c={c} />))
    .get('/exemples/:name', (c) => {
      const example = EXAMPLES.find(({ name }) => name === c.req.param('name'));
      if (!example)
        throw new Refusal({ code: 'not-found', status: 404, message: 'Cet exemple n’existe pas.' });
      return c.html(<ExamplePage c={c} example={example} />);
    });
}

function guide(c: C, typed: Readonly<Record<string, string>> = {}, errors: readonly FieldError[] = []) {
  const page = <GuidePage {...{ c, typed, errors }} thanked={c.req.query('merci') !== undefined} />;
  return c.html(page, errors.length > 0 ? 422 : 200);
}

async function remark(c: C) {
  const ctx = c.get('ctx');
  const typed = await formFields(c);
  await limit(ctx, `remark:${callerAddress(c)}`, REMARKS_AN_HOUR, 3600);
  const [latest] = GUIDE_VERSIONS;
  const { text = '', contact = '' } = typed;
  // The form names a part and the version that was read; anything else is somebody's own form.
  const page = GUIDE_PARTS.find(({ id }) => id === typed.page)?.id ?? 'guide';
  const version = GUIDE_VERSIONS.find((one) => one.version === typed.version)?.version ?? latest.version;
  try {
    await leaveRemark(ctx, { page, version, text, contact });
    return c.redirect('/documentation/guide?merci=1', 303);
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 422) throw error;
    return guide(
      c,
      typed,
      error.fields.map(({ field, message }) => ({ field, message })),
    );
  }
}
