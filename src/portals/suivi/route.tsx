import { type Context, Hono } from 'hono';
import { currentUser } from '../../modules/access/index.js';
import { idNatMessages, parseIdNat } from '../../modules/nomenclatures/index.js';
import { followGuard, trackPerson } from '../../modules/tracking/index.js';
import type { App } from '../../platform/app.js';
import { type Env, formFields } from '../../platform/http/request.js';
import { journal } from '../../platform/journal.js';
import { EmptyState } from '../../ui/index.js';
import { Frame } from './frame.js';
import { LookUpPage } from './look-up-page.js';
import { TrackPage } from './track-page.js';

type C = Context<Env>;

/** The tracking portal: a professional sees his own data travel; the support names a person and says why. */
export function suiviPortal(_app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/', (c) => ownOrForm(c, c.req.query('idNat')))
    .get('/:idNat', (c) => ownOrForm(c, c.req.param('idNat')))
    .post('/', lookUp);
}

async function ownOrForm(c: C, asked: string | undefined) {
  const user = currentUser(c);
  const idNat = asked ?? user?.idNat ?? '';
  await followGuard(c, idNat);
  if (user?.kind !== 'professional') return c.html(<LookUpPage c={c} {...(asked && { idNat: asked })} />);
  return show(c, idNat, true);
}

async function lookUp(c: C) {
  const { idNat: typed = '', motif = '' } = await formFields(c);
  const read = parseIdNat(typed);
  const idNat = read.ok ? read.idNat.value : (read.suggestion ?? typed.trim());
  await followGuard(c, idNat);
  const own = currentUser(c)?.kind === 'professional';
  const errors = [
    ...(read.ok || read.suggestion ? [] : [{ field: 'idNat', message: idNatMessages[read.problem] }]),
    ...(own || motif.trim() ? [] : [{ field: 'motif', message: 'Dites pourquoi vous suivez ce dossier.' }]),
  ];
  if (errors.length > 0)
    return c.html(<LookUpPage c={c} idNat={typed} reason={motif} errors={errors} />, 422);
  if (!own) {
    const reason = motif.trim();
    await journal(c.get('ctx'), { act: 'tracking.follow', subject: idNat, outcome: 'done', reason });
  }
  return show(c, idNat, own);
}

async function show(c: C, idNat: string, own: boolean) {
  const track = await trackPerson(c.get('ctx'), idNat, own);
  if (track) return c.html(<TrackPage c={c} track={track} own={own} />);
  return c.html(
    <Frame c={c} title="Aucune donnée à suivre" width="narrow">
      <EmptyState
        title="Aucune autorité ne connaît ce numéro"
        help={
          <p>
            Le numéro est donné à l’inscription ; vérifiez-le, ou attendez que l’autorité ait validé le
            dossier.
          </p>
        }
        action={<a href="/annuaire">Chercher dans l’annuaire</a>}
      />
    </Frame>,
    404,
  );
}
