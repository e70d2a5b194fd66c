import { randomUUID } from 'node:crypto';
import { MISCONDUCTS, type Misconduct, misbehaveOnce } from '../../modules/identity-provider/index.js';
import { type Finding, failed, notApplicable, passed, verdict } from './report.js';
import { isSignedIn, play, type Run } from './run.js';
import { answer, type Callback, type Departure, depart, identify } from './visit.js';
import { Visitor } from './visitor.js';

/** Gives the service answers that it did not ask for: none may open a session. */
export async function checkRefusals(run: Run): Promise<void> {
  await play(run, 'refusal', () => refusal(run));
  await play(run, 'wrong-state', () => changed(run, { state: randomUUID() }));
  await play(run, 'other-browser', () => otherBrowser(run));
  await play(run, 'code-replay', () => codeOfAnother(run, true));
  await play(run, 'code-injection', () => codeOfAnother(run, false));
  await play(run, 'wrong-iss', () => changed(run, { iss: 'https://autre-fournisseur.example' }));
}

/** Lets Pro Santé Connect misbehave towards the service, in each of its ways. */
export async function checkMisconducts(run: Run, clientId: string): Promise<void> {
  for (const misconduct of MISCONDUCTS) await play(run, misconduct, () => misled(run, clientId, misconduct));
}

async function departed(run: Run): Promise<Departure> {
  const departure = await depart(run);
  if (!departure) throw new Error('le bouton ne mène plus à Pro Santé Connect');
  return departure;
}

async function identified(run: Run): Promise<{ visitor: Visitor; callback: Callback }> {
  const departure = await departed(run);
  return { visitor: departure.visitor, callback: await identify(run, departure) };
}

/** What the service did of an answer. */
async function judged(run: Run, visitor: Visitor): Promise<Finding> {
  const { status } = visitor;
  const open = await isSignedIn(run, visitor);
  return verdict(!open, `Réponse ${status}, personne n’est connecté.`, 'Le service a ouvert une session.');
}

async function refusal(run: Run): Promise<Finding> {
  const { visitor, request } = await departed(run);
  const address = request.searchParams.get('redirect_uri') ?? '';
  if (!address) return notApplicable('Demande poussée (PAR) : l’adresse de retour ne se lit pas.');
  const said = { error: 'access_denied', state: request.searchParams.get('state') ?? '', iss: run.issuer };
  const method = request.searchParams.get('response_mode') === 'form_post' ? 'POST' : 'GET';
  await answer(visitor, { address, parameters: new URLSearchParams(said), method });
  if (visitor.status >= 500)
    return failed(`Le retour répond ${visitor.status} : une panne, et non une page.`);
  return judged(run, visitor);
}

async function changed(run: Run, parameters: Readonly<Record<string, string>>): Promise<Finding> {
  const { visitor, callback } = await identified(run);
  await answer(visitor, callback, parameters);
  return judged(run, visitor);
}

async function otherBrowser(run: Run): Promise<Finding> {
  const { callback } = await identified(run);
  const stranger = new Visitor(run.origins);
  await answer(stranger, callback);
  return judged(run, stranger);
}

/** One browser gives the service the code of another one, beside its own state. */
async function codeOfAnother(run: Run, spent: boolean): Promise<Finding> {
  const theirs = await identified(run);
  if (spent) await answer(theirs.visitor, theirs.callback);
  const mine = await identified(run);
  await answer(mine.visitor, mine.callback, { code: theirs.callback.parameters.get('code') ?? '' });
  return judged(run, mine.visitor);
}

async function misled(run: Run, clientId: string, misconduct: Misconduct): Promise<Finding> {
  const { visitor, callback } = await identified(run);
  const happened = misbehaveOnce(run.ctx, clientId, misconduct);
  await answer(visitor, callback).catch(() => undefined);
  const { status } = visitor;
  const open = await isSignedIn(run, visitor);
  if (!happened())
    return notApplicable(
      misconduct === 'other-person'
        ? 'Le service n’a pas demandé userinfo.'
        : 'Le service n’a pas échangé le code auprès de ce programme.',
    );
  if (open) return failed('Le service a ouvert une session.');
  return passed(`Réponse ${status}, personne n’est connecté.`);
}
