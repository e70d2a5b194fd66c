import type { TLSSocket } from 'node:tls';
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { App } from '../../../platform/app.js';
import { type Ctx, transaction } from '../../../platform/context.js';
import { Refusal } from '../../../platform/errors.js';
import { emit } from '../../../platform/events.js';
import { type Env, formFields } from '../../../platform/http/request.js';
import { Alert, BigCode, Button, ButtonRow, ErrorSummary, Field, Form } from '../../../ui/index.js';
import { cards } from '../../credentials/index.js';
import { requestDecided } from '../events.js';
import { service } from '../queries/service.js';
import { takesCard } from '../rules/service-options.js';
import { type CardFrame, CardRefusedPage, refusedCards } from '../sign-in/card-pages.js';
import { frameOf } from '../sign-in/frame.js';
import { SignInPage } from '../sign-in/pages.js';
import { awaitedByCard, type CibaRequest, decideByCard } from './store.js';

/**
 * The sign-ins without a browser that wait for a card: the page that stands for the tool of the workstation. Below
 * `/demandes` of the port that asks for a card; the card presented says whose they are.
 */
export function cardRequests(app: App): Hono<Env> {
  const pages = new Hono<Env>();
  pages.get('/', (c) => withCard(c, app, (at) => list(at)));
  pages.post('/:request', (c) => withCard(c, app, (at) => decide(at)));
  return pages;
}

interface At {
  readonly c: Context<Env>;
  readonly frame: CardFrame;
  readonly card: cards.Card;
}

async function withCard(
  c: Context<Env>,
  app: App,
  goOn: (at: At) => Response | Promise<Response>,
): Promise<Response> {
  const { socket } = (c.env as unknown as HttpBindings).incoming;
  const shown = await cards.presentedCard(c.get('ctx'), (socket as TLSSocket).getPeerX509Certificate?.());
  const frame = { ...frameOf(c, app), home: app.config.origin };
  if (shown.status === 'active') return goOn({ c, frame, card: shown.card });
  const { title, body } = shown.status === 'blocked' ? BLOCKED : refusedCards[shown.status];
  return c.html(
    <CardRefusedPage frame={frame} title={title}>
      <p>{body}</p>
    </CardRefusedPage>,
    403,
  );
}

const BLOCKED = {
  title: 'Votre carte est bloquée',
  body: 'Trois codes faux ont été saisis. Débloquez-la en vous connectant à un service par carte.',
};

interface Fault {
  readonly request: string;
  readonly message: string;
}

/** The sign-ins that wait for this card, of services that take it. */
async function waitingFor(ctx: Ctx, card: cards.Card) {
  const found = await Promise.all(
    (await awaitedByCard(ctx, card.idNat)).map(async (request) => ({
      request,
      asks: await service(ctx, request.clientId),
    })),
  );
  return found.flatMap(({ request, asks }) =>
    asks && takesCard(asks.options, card) ? [{ request, name: asks.name }] : [],
  );
}

async function list({ c, frame, card }: At, fault?: Fault): Promise<Response> {
  const ctx = c.get('ctx');
  const named = await waitingFor(ctx, card);
  return c.html(
    <SignInPage title="Connexions en attente" frame={frame} home={frame.home}>
      <ErrorSummary errors={fault ? [{ field: `pin-${fault.request}`, message: fault.message }] : []} />
      {named.length === 0 ? (
        <Alert>
          <p>Aucune connexion n’attend votre carte.</p>
        </Alert>
      ) : null}
      {named.map(({ request, name }) => (
        <Waiting request={request} name={name} fault={fault} />
      ))}
      <ButtonRow>
        <Button href="/demandes" kind="secondary">
          Actualiser
        </Button>
      </ButtonRow>
    </SignInPage>,
    fault ? 422 : 200,
  );
}

function Waiting(props: { request: CibaRequest; name: string; fault?: Fault | undefined }) {
  const { request, name, fault } = props;
  const error = fault?.request === request.idHash ? fault.message : undefined;
  const field = `pin-${request.idHash}`;
  return (
    <section>
      <h2>{name}</h2>
      <p>Votre logiciel doit afficher ce numéro. S’il en affiche un autre, refusez.</p>
      <BigCode label="Numéro affiché par votre logiciel" value={request.bindingMessage} />
      <Form
        action={`/demandes/${request.idHash}`}
        hidden={{ decision: 'approve' }}
        label={`Accepter : ${name}`}
      >
        <Field
          label="Code de votre carte à quatre chiffres"
          name={field}
          type="password"
          inputmode="numeric"
          autocomplete="off"
          maxlength={4}
          error={error}
          required
        />
        <Button wide>Se connecter</Button>
      </Form>
      <Form
        action={`/demandes/${request.idHash}`}
        hidden={{ decision: 'refuse' }}
        label={`Refuser : ${name}`}
      >
        <Button kind="quiet">Refuser cette connexion</Button>
      </Form>
    </section>
  );
}

async function decide(at: At): Promise<Response> {
  const { c, frame, card } = at;
  const ctx = c.get('ctx');
  const id = c.req.param('request') ?? '';
  const form = await formFields(c);
  const waiting = await waitingFor(ctx, card);
  if (!waiting.some(({ request }) => request.idHash === id))
    return list(at, { request: id, message: 'Cette connexion n’attend plus.' });
  const approved = form.decision === 'approve';
  const fault = approved ? await wrongCode(at, id, form[`pin-${id}`] ?? '') : undefined;
  if (fault) return list(at, { request: id, message: fault });
  const first = await transaction(ctx, async (tx) => {
    if (!(await decideByCard(tx, id, approved ? 'approved' : 'refused'))) return false;
    await emit(tx, [requestDecided(id)]);
    return true;
  });
  if (!first) return list(at, { request: id, message: 'Cette connexion n’attend plus.' });
  return c.html(
    <SignInPage title={approved ? 'Vous êtes connecté' : 'Connexion refusée'} frame={frame} home={frame.home}>
      <Alert tone={approved ? 'success' : 'warning'} live>
        <p>{approved ? 'Revenez à votre logiciel : il se connecte.' : 'Rien n’a été connecté.'}</p>
      </Alert>
    </SignInPage>,
  );
}

/** What is wrong with the code, undefined when the holder is proved: for this very request, once. */
async function wrongCode({ c, card }: At, purpose: string, pin: string): Promise<string | undefined> {
  const ctx = c.get('ctx');
  if (!/^\d{4}$/.test(pin)) return 'Tapez les quatre chiffres du code de votre carte.';
  try {
    const code = await cards.proveHolder(ctx, { number: card.number, pin, purpose });
    return (await cards.spendProof(ctx, { code, purpose })) ? undefined : 'Recommencez.';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.message;
  }
}
