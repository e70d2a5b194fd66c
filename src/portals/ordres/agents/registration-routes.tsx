import { type Context, Hono } from 'hono';
import type { User } from '../../../modules/access/index.js';
import { submitApplication } from '../../../modules/authorities/index.js';
import type { App } from '../../../platform/app.js';
import { today } from '../../../platform/clock.js';
import { Refusal } from '../../../platform/errors.js';
import { type Env, formFields } from '../../../platform/http/request.js';
import { journal } from '../../../platform/journal.js';
import type { FieldError } from '../../../ui/index.js';
import { ownAgent } from '../doors.js';
import type { Portal } from '../portal-texts.js';
import { idNatOf } from '../sign-in/send-login-link.js';
import { formErrors, jobsOf, readRegistration } from './registration-form.js';
import { RegistrationPage } from './registration-page.js';

type Fields = Readonly<Record<string, string>>;

/** New registrations typed by the agents of one authority. */
export function registrationRoutes(app: App, portal: Portal): Hono<Env> {
  const routes = new Hono<Env>();
  const sandbox = app.config.profile === 'sandbox';
  const code = portal.authority.code;
  const show = (c: Context<Env>, user: User, typed: Fields, errors: readonly FieldError[]) => {
    const jobs = jobsOf(code, today(c.get('ctx').clock));
    const page = <RegistrationPage {...{ portal, sandbox, user, jobs, typed, errors }} />;
    return c.html(page, errors.length > 0 ? 422 : 200);
  };
  routes.get('/agents/inscription', async (c) =>
    show(c, await ownAgent(c, portal, 'application.create'), {}, []),
  );
  routes.post('/agents/inscription', async (c) => {
    const user = await ownAgent(c, portal, 'application.create');
    const typed = await formFields(c);
    const outcome = await handIn(c, code, typed);
    if (typeof outcome !== 'string') return show(c, user, typed, outcome);
    await journal(c.get('ctx'), { act: 'ordres.submit', subject: outcome, outcome: 'done' });
    return c.redirect(`${portal.path}/agents/dossiers/${outcome}`, 303);
  });
  return routes;
}

/** Hands the application in. Out: its id, or the errors of the form. */
async function handIn(c: Context<Env>, authority: string, typed: Fields): Promise<string | FieldError[]> {
  const ctx = c.get('ctx');
  const read = readRegistration(typed, authority, today(ctx.clock));
  const held = (typed.idNat ?? '').trim();
  const idNat = held ? idNatOf(held) : undefined;
  const unreadable = held && !idNat ? [{ field: 'idNat', message: 'Ce numéro n’est pas lisible.' }] : [];
  if ('errors' in read || unreadable.length > 0)
    return [...('errors' in read ? read.errors : []), ...unreadable];
  try {
    const application = { authority, record: read.record, ...(idNat && { idNat }) };
    return (await submitApplication(ctx, application)).memberId;
  } catch (error) {
    if (error instanceof Refusal && error.status === 422) return formErrors(error.fields);
    if (error instanceof Refusal && error.status === 409) return [{ message: error.message }];
    throw error;
  }
}
