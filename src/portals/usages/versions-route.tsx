import { type Context, Hono } from 'hono';
import {
  type LoadedMatrix,
  loadDmpMatrix,
  loadedDmpMatrices,
  previewDmpMatrix,
  undoDmpMatrix,
} from '../../modules/guidance/index.js';
import { Refusal } from '../../platform/errors.js';
import { type Env, formFields } from '../../platform/http/request.js';
import type { FieldError } from '../../ui/index.js';
import { PreviewPage, UndoPage, VersionsPage } from './versions-page.js';

type C = Context<Env>;

const HOME = '/usages/dmp/versions';

/** The operator loads a version of the matrix, sees first what it changes, and undoes one. */
export function versionsRoutes(): Hono<Env> {
  return new Hono<Env>()
    .get('/', async (c) =>
      c.html(
        <VersionsPage c={c} versions={await loadedDmpMatrices(c.get('ctx'))} done={c.req.query('fait')} />,
      ),
    )
    .post('/', load)
    .post('/apercu', async (c) => preview(c, await textIn(c)))
    .get('/:id{[0-9]{1,15}}/annuler', async (c) => c.html(<UndoPage c={c} version={await versionIn(c)} />))
    .post('/:id{[0-9]{1,15}}/annuler', undo);
}

/** The file that was sent, else the text that was typed: a browser ends its lines with two signs. */
async function textIn(c: C): Promise<string> {
  const { fichier, matrice } = await c.req.parseBody();
  if (fichier instanceof File && fichier.size > 0) return fichier.text();
  return typeof matrice === 'string' ? matrice : '';
}

async function preview(c: C, text: string, errors: readonly FieldError[] = []) {
  const ctx = c.get('ctx');
  try {
    const told = await previewDmpMatrix(ctx, text);
    return c.html(<PreviewPage {...{ c, text, errors }} preview={told} />, errors.length > 0 ? 422 : 200);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const wrong = error.fields.length > 0 ? error.fields : [{ message: error.message }];
    const versions = await loadedDmpMatrices(ctx);
    return c.html(<VersionsPage {...{ c, versions }} typed={text} errors={wrong} />, 422);
  }
}

async function load(c: C) {
  const { motif = '' } = await formFields(c);
  const text = await textIn(c);
  try {
    await loadDmpMatrix(c.get('ctx'), { text, reason: motif });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return preview(c, text, error.fields.length > 0 ? error.fields : [{ message: error.message }]);
  }
  return c.redirect(`${HOME}?fait=charge`, 303);
}

async function versionIn(c: C): Promise<LoadedMatrix> {
  const versions = await loadedDmpMatrices(c.get('ctx'));
  const found = versions.find(({ id, undoneAt }) => `${id}` === c.req.param('id') && undoneAt === null);
  if (found) return found;
  throw new Refusal({ code: 'not-found', status: 404, message: 'Cette version n’est pas chargée.' });
}

async function undo(c: C) {
  try {
    await undoDmpMatrix(c.get('ctx'), Number(c.req.param('id')));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return c.redirect(`${HOME}?fait=deja-annule`, 303);
  }
  return c.redirect(`${HOME}?fait=annule`, 303);
}
