import { type Context, Hono } from 'hono';
import type { App } from '../../platform/app.js';
import { Refusal } from '../../platform/errors.js';
import { type Env, formFields } from '../../platform/http/request.js';
import { Alert, Button, ButtonRow, Field, Form, Page } from '../../ui/index.js';
import { sandboxGuard } from '../api/guard.js';
import { conformityBody } from '../api/schemas.js';
import { judgeConformity } from '../conformity/index.js';
import type { ConformityReport } from '../conformity/report.js';
import { ReportTable } from '../conformity/report-table.js';
import { summary } from '../conformity/report-text.js';
import { demoOrigins } from '../demo-services/index.js';

interface Asked {
  readonly url: string;
  readonly idNat: string;
}

/** The conformity bot for people. It runs for local callers alone, as the control API does: it calls other sites. */
export function conformityPages(app: App): Hono<Env> {
  const example = demoOrigins(app)[0] ?? '';
  const page = (c: Context<Env>, asked: Asked, told: { report?: ConformityReport; refused?: string } = {}) =>
    c.html(<ConformityPage asked={asked} example={example} {...told} />, told.refused ? 422 : 200);
  const routes = new Hono<Env>();
  routes.get('/', (c) => page(c, { url: c.req.query('url') ?? '', idNat: '' }));
  routes.post('/', sandboxGuard(app.config), async (c) => {
    const { url = '', idNat = '' } = await formFields(c);
    const asked = { url: url.trim(), idNat: idNat.trim() };
    const read = conformityBody.safeParse({ url: asked.url, ...(asked.idNat && { idNat: asked.idNat }) });
    if (!read.success) return page(c, asked, { refused: 'Donnez une adresse complète, en http ou https.' });
    try {
      return page(c, asked, { report: await judgeConformity(c.get('ctx'), read.data) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return page(c, asked, { refused: error.message });
    }
  });
  return routes;
}

interface PageProps {
  readonly asked: Asked;
  readonly example: string;
  readonly report?: ConformityReport;
  readonly refused?: string;
}

function ConformityPage({ asked, example, report, refused }: PageProps) {
  return (
    <Page
      title="Robot de conformité"
      lead="Il ouvre votre service comme un navigateur, s’y connecte, puis lui répond de travers pour voir s’il se défend."
      width="wide"
      banner="sandbox"
      breadcrumbs={[
        { label: 'Esculape', href: '/' },
        { label: 'Bac à sable', href: '/sandbox' },
        { label: 'Conformité' },
      ]}
    >
      {refused ? (
        <Alert tone="error" live>
          {refused}
        </Alert>
      ) : null}
      {report ? (
        <>
          <Alert
            tone={report.conformant ? 'success' : 'error'}
            title={report.service?.name ?? report.url}
            live
          >
            {summary(report)}
          </Alert>
          <ReportTable results={report.results} />
        </>
      ) : null}
      <h2>{report ? 'Recommencer' : 'Examiner un service'}</h2>
      <Form method="post" action="/sandbox/conformite" label="Examiner un service">
        <Field
          name="url"
          type="url"
          label="Adresse de la page qui porte le bouton"
          hint={`Le service doit être enregistré ici. Par exemple : ${example}`}
          value={asked.url}
          required
        />
        <Field
          name="idNat"
          label="Identifiant national de qui se connecte (facultatif)"
          hint="Vide : une personne d’essai."
          value={asked.idNat}
        />
        <ButtonRow>
          <Button>Lancer les contrôles</Button>
        </ButtonRow>
      </Form>
      <p>
        Pendant l’examen, Pro Santé Connect envoie à ce service des jetons faux, une fois chacun. Dans vos
        tests : <code>await psc.conformity(adresse)</code> ; au terminal :{' '}
        <code>esculape conformity adresse</code>.
      </p>
    </Page>
  );
}
