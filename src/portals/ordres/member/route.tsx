import { type Context, Hono } from 'hono';
import type { User } from '../../../modules/access/index.js';
import {
  changeMember,
  type Member,
  memberActs,
  memberHistory,
  versionsAfter,
} from '../../../modules/authorities/index.js';
import type { App } from '../../../platform/app.js';
import { type Env, formFields } from '../../../platform/http/request.js';
import type { FieldError } from '../../../ui/index.js';
import { departureWords } from '../departure.js';
import { ownMember } from '../doors.js';
import { errors } from '../errors.js';
import type { Portal } from '../portal-texts.js';
import { type ContactForm, formOf, readForm } from './contact-form.js';
import { ContactPage } from './contact-page.js';
import { FilePage } from './file-page.js';
import { saveContacts } from './save-contacts.js';

/** The pages of a member of one ordre: contact data, file. */
export function memberRoutes(app: App, portal: Portal): Hono<Env> {
  const routes = new Hono<Env>();
  const sandbox = app.config.profile === 'sandbox';
  const show = async (
    c: Context<Env>,
    user: User,
    own: Member,
    again?: { form: ContactForm; errors: readonly FieldError[] },
  ) => {
    const history = await memberHistory(c.get('ctx'), own.memberId);
    const form = again?.form ?? formOf(own.record.correspondence);
    const departure = await departureWords(c.get('ctx'), own);
    const page = { portal, sandbox, user, own, history, form, departure, errors: again?.errors ?? [] };
    return c.html(<ContactPage {...page} done={c.req.query('fait')} />, again ? 422 : 200);
  };
  routes.get('/coordonnees', async (c) => {
    const { user, own } = await ownMember(c, portal, 'member.see-own');
    return show(c, user, own);
  });
  routes.post('/coordonnees', async (c) => {
    const { user, own } = await ownMember(c, portal, 'member.edit-own-contacts');
    const fields = await formFields(c);
    const form = readForm(fields);
    const outcome = await saveContacts(c.get('ctx'), own, form, Number(fields.version), 'member');
    if (typeof outcome !== 'string') return show(c, user, own, { form, errors: outcome });
    return c.redirect(`${portal.path}/coordonnees?fait=${outcome}`, 303);
  });
  routes.post('/coordonnees/annuler', async (c) => {
    const { own } = await ownMember(c, portal, 'member.edit-own-contacts');
    await undo(c, own, Number((await formFields(c)).version));
    return c.redirect(`${portal.path}/coordonnees?fait=annule`, 303);
  });
  routes.get('/dossier', async (c) => {
    const { user, own } = await ownMember(c, portal, 'member.see-own');
    const acts = await memberActs(c.get('ctx'), own.memberId);
    return c.html(<FilePage {...{ portal, sandbox, user, own, acts }} />);
  });
  return routes;
}

/** Puts back the contacts of the version before the last one; nothing else of the record moves. */
async function undo(c: Context<Env>, own: Member, expectedVersion: number): Promise<void> {
  const ctx = c.get('ctx');
  const seen = [{ memberId: own.memberId, after: expectedVersion - 2 }];
  const before = (await versionsAfter(ctx, seen)).find((one) => one.version === expectedVersion - 1);
  if (!before || own.version !== expectedVersion) throw errors.nothingToRestore();
  await changeMember(ctx, {
    memberId: own.memberId,
    expectedVersion,
    act: 'undo-contacts',
    change: (record) => ({ ...record, correspondence: before.record.correspondence }),
  });
}
