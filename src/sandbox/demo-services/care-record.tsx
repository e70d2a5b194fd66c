import type { Context, Hono } from 'hono';
import { Alert, Button, ButtonRow, Field, Form, Table } from '../../ui/index.js';
import { type CoreAnswer, callCoreServices } from './core-services.js';
import { Frame } from './frame.js';
import { PscButton } from './psc-button.js';
import type { Parts } from './service.js';
import { oneFactorOpens, TWO_FACTORS_SINCE } from './two-factors.js';

/** Known to everybody and kept nowhere: it plays the password that people of an establishment used to share. */
const ONE_FACTOR = 'blouse-blanche';

/** What a care record adds: a single factor as long as that was allowed, and the core services. */
export function careRecordRoutes(routes: Hono, parts: Parts): void {
  routes.post('/un-facteur', async (c) => {
    const { secret } = await c.req.parseBody();
    const open = oneFactorOpens(parts.day());
    const right = secret === ONE_FACTOR;
    return c.html(<OneFactorPage parts={parts} open={open} right={right} />, open && right ? 200 : 403);
  });
  routes.post('/socle', (c) => core(c, parts));
}

async function core(c: Context, parts: Parts) {
  const session = parts.sessionOf(c);
  if (!session) return c.redirect(parts.service.home, 303);
  const answers = await callCoreServices(parts.service.other.origin, await parts.freshToken(c, session));
  return c.html(<CorePage parts={parts} answers={answers} />);
}

/** The form of the single factor, on the front page, as long as one factor opens. */
export function OneFactorForm({ parts }: { parts: Parts }) {
  if (!oneFactorOpens(parts.day()))
    return <p>Depuis le 1er janvier 2026, ce dossier demande deux facteurs.</p>;
  return (
    <>
      <h2>Ou par le mot de passe de l’établissement</h2>
      <Form action={`${parts.service.path}/un-facteur`}>
        <Field
          label="Mot de passe"
          name="secret"
          type="password"
          hint={`Pour l’essai : ${ONE_FACTOR}`}
          width="medium"
        />
        <Button kind="secondary">Entrer avec un seul facteur</Button>
      </Form>
      <p>Cet accès ferme le {TWO_FACTORS_SINCE.split('-').reverse().join('/')}.</p>
    </>
  );
}

function OneFactorPage({ parts, open, right }: { parts: Parts; open: boolean; right: boolean }) {
  const { service } = parts;
  if (open && right)
    return (
      <Frame service={service} title="Dossier ouvert, lecture seule">
        <Alert tone="warning" title="Un seul facteur">
          <p>Vous lisez les plannings. Les dossiers, et les services socles, demandent Pro Santé Connect.</p>
        </Alert>
        <PscButton href={`${parts.service.path}/connexion`} />
      </Frame>
    );
  return (
    <Frame service={service} title="Connexion refusée">
      <Alert tone="error" live>
        {open
          ? 'Ce mot de passe n’est pas le bon.'
          : 'Un seul facteur n’ouvre plus ce dossier depuis le 1er janvier 2026.'}
      </Alert>
      <PscButton href={`${parts.service.path}/connexion`} />
    </Frame>
  );
}

function CorePage({ parts, answers }: { parts: Parts; answers: readonly CoreAnswer[] }) {
  return (
    <Frame
      service={parts.service}
      title="Services socles"
      lead="Chacun a demandé à Pro Santé Connect à qui est le jeton reçu : la même personne pour tous."
    >
      <Table
        caption="Réponses"
        captionHidden
        columns={[{ label: 'Service' }, { label: 'Professionnel reconnu' }, { label: 'Réponse' }]}
        rows={answers.map(({ name, professional, answer }) => [name, <code>{professional}</code>, answer])}
      />
      <ButtonRow>
        <Button href={parts.service.home} kind="secondary">
          Retour au dossier
        </Button>
      </ButtonRow>
    </Frame>
  );
}
