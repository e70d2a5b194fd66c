import type { Context, Hono } from 'hono';
import { Alert, Button, ButtonRow, DescriptionList, Field, Form } from '../../ui/index.js';
import { PATIENTS } from '../sectoral/patients.js';
import type { KitAnswer, StructureKit } from '../sectoral/structure-kit.js';
import { answered } from './api.js';
import { Frame } from './frame.js';
import { Refused } from './refused.js';
import type { Parts } from './service.js';

const [PATIENT] = PATIENTS;

/** What the software of a structure does with its certificates, for users who show no means of their own. */
export function structureRoutes(routes: Hono, parts: Parts, kit: StructureKit): void {
  const number = PATIENT?.number ?? '';
  routes.post('/structure/ins', async (c) => {
    const account = await accountIn(c);
    return shown(c, parts, {
      title: 'Identité qualifiée',
      account,
      answer: await kit.verify(number, account),
    });
  });
  routes.post('/structure/depot', async (c) => {
    const account = await accountIn(c);
    return shown(c, parts, { title: 'Document déposé', account, answer: await kit.deposit(number, account) });
  });
}

const accountIn = async (c: Context): Promise<string> =>
  String((await c.req.parseBody()).compte ?? '').trim();

interface Shown {
  readonly title: string;
  readonly account: string;
  readonly answer: KitAnswer;
}

function shown(c: Context, parts: Parts, { title, account, answer }: Shown) {
  const { refusal } = answered(answer.status, answer.body);
  const said = Object.entries(answer.body as Record<string, string>);
  return c.html(
    <Frame service={parts.service} title={refusal ? 'Appel refusé' : title}>
      {refusal ? (
        <Refused parts={parts} refusal={refusal} />
      ) : (
        <>
          <Alert tone="success" live>
            Aucun moyen personnel n’a servi : la structure a présenté ses certificats, et nommé {account}.
          </Alert>
          <DescriptionList items={said.map(([term, value]) => ({ term, value }))} />
        </>
      )}
      <ButtonRow>
        <Button href={`${parts.config.origin}/sandbox/appels`} kind="secondary">
          Voir la trace
        </Button>
        <Button href={parts.service.home} kind="secondary">
          Retour
        </Button>
      </ButtonRow>
    </Frame>,
    refusal ? 422 : 200,
  );
}

/** The calls of a structure, on the front page. */
export function StructureForm({ parts }: { parts: Parts }) {
  const { path } = parts.service;
  return (
    <>
      <h2>Sans moyen personnel, par les certificats de la structure</h2>
      <Form action={`${path}/structure/ins`} label="Qualifier une identité">
        <Field
          label="Votre compte dans le logiciel"
          name="compte"
          value="accueil-1"
          hint="La structure vous nomme ; elle répond de vous."
          width="medium"
        />
        <Button kind="secondary">Qualifier l’INS de {PATIENT?.givenName ?? ''}</Button>
      </Form>
      <Form action={`${path}/structure/depot`} label="Déposer un document">
        <Field
          label="Votre compte dans le logiciel"
          name="compte"
          id="compte-depot"
          value="accueil-1"
          width="medium"
        />
        <Button kind="secondary">Déposer une note au DMP</Button>
      </Form>
    </>
  );
}
