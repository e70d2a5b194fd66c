import type { Context, Hono } from 'hono';
import { Alert, Button, DescriptionList, EmptyState, Form, Select, Table } from '../../ui/index.js';
import type { DmpDocument, DmpRecord } from '../sectoral/dmp.js';
import type { InventedPatient } from '../sectoral/patients.js';
import { type Answered, callAs } from './api.js';
import { Frame } from './frame.js';
import { PatientNumber } from './patient-number.js';
import { Refused } from './refused.js';
import type { Parts } from './service.js';

/** The record of a patient on the web: what the means and the profession of whoever is signed in let him read. */
export function dmpRoutes(routes: Hono, parts: Parts): void {
  routes.post('/dossier', async (c) => {
    const { numero, lecteur } = await asked(c);
    const query = lecteur ? `?lecteur=${encodeURIComponent(lecteur)}` : '';
    const administrative = await callAs<InventedPatient>(c, parts, `/dmp/${numero}/administratif`);
    const record = await callAs<DmpRecord>(c, parts, `/dmp/${numero}/documents${query}`);
    if (!administrative || !record) return c.redirect(parts.service.home, 303);
    return c.html(<RecordPage {...{ parts, numero, administrative, record }} />);
  });
  routes.post('/document', async (c) => {
    const { numero, id, lecteur } = await asked(c);
    const query = lecteur ? `?lecteur=${encodeURIComponent(lecteur)}` : '';
    const answer = await callAs<DmpDocument>(
      c,
      parts,
      `/dmp/${numero}/documents/${encodeURIComponent(id)}${query}`,
    );
    if (!answer) return c.redirect(parts.service.home, 303);
    return c.html(<DocumentPage parts={parts} answer={answer} />, answer.refusal ? 403 : 200);
  });
}

async function asked(c: Context): Promise<{ numero: string; lecteur: string; id: string }> {
  const { numero = '', lecteur = '', id = '' } = await c.req.parseBody();
  return { numero: String(numero).replaceAll(/\D/g, '') || '0', lecteur: String(lecteur), id: String(id) };
}

/** The search of a record, on the page of whoever is signed in. */
export function RecordForm({ parts, value = '' }: { parts: Parts; value?: string }) {
  return (
    <Form action={`${parts.service.path}/dossier`} label="Ouvrir un dossier">
      <PatientNumber value={value} />
      <Button>Ouvrir le dossier</Button>
    </Form>
  );
}

interface RecordProps {
  readonly parts: Parts;
  readonly numero: string;
  readonly administrative: Answered<InventedPatient>;
  readonly record: Answered<DmpRecord>;
}

function RecordPage({ parts, numero, administrative, record }: RecordProps) {
  const { body: patient } = administrative;
  return (
    <Frame
      service={parts.service}
      title="Dossier médical partagé"
      lead="Un patient et des documents inventés."
    >
      <h2>Informations administratives</h2>
      {administrative.refusal ? (
        <Refused parts={parts} refusal={administrative.refusal} />
      ) : (
        <DescriptionList
          items={[
            { term: 'Patient', value: `${patient.givenName} ${patient.name}` },
            { term: 'Droits', value: patient.rights },
            { term: 'Médecin traitant', value: patient.doctor },
          ]}
        />
      )}
      <h2>Documents</h2>
      <Documents {...{ parts, numero, record }} />
      <p>
        <a href={parts.service.home}>Retour</a>
      </p>
    </Frame>
  );
}

function Documents({ parts, numero, record: { refusal, body } }: Omit<RecordProps, 'administrative'>) {
  const { path } = parts.service;
  if (refusal?.readers)
    return (
      <Form action={`${path}/dossier`} hidden={{ numero }}>
        <Select
          label="Dans quelle situation d’exercice lisez-vous ?"
          name="lecteur"
          options={refusal.readers.map((value) => ({ value, label: value }))}
        />
        <Button>Lire les documents</Button>
      </Form>
    );
  if (refusal) return <Refused parts={parts} refusal={refusal} />;
  const { reader, matrix, documents } = body;
  return (
    <>
      <p>
        Lus en tant que {reader.name}, d’après{' '}
        <a href={`${parts.config.origin}/usages/dmp`}>la matrice {matrix.version}</a>.
      </p>
      <Table
        caption="Documents que vous pouvez lire"
        captionHidden
        columns={[
          { label: 'Titre' },
          { label: 'Type' },
          { label: 'Auteur' },
          { label: 'Lire', labelHidden: true },
        ]}
        rows={documents.map(({ id, title, label, author }) => [
          title,
          label,
          author,
          <Form action={`${path}/document`} hidden={{ numero, id, lecteur: reader.code }}>
            <Button kind="quiet" label={`Lire ${title}`}>
              Lire
            </Button>
          </Form>,
        ])}
        empty={<EmptyState level={3} title="Aucun document" help="La matrice ne vous en ouvre aucun." />}
      />
    </>
  );
}

function DocumentPage({ parts, answer: { body, refusal } }: { parts: Parts; answer: Answered<DmpDocument> }) {
  return (
    <Frame
      service={parts.service}
      title={refusal ? 'Document fermé' : body.title}
      lead="Un document inventé."
    >
      {refusal ? <Refused parts={parts} refusal={refusal} /> : <Alert title={body.author}>{body.body}</Alert>}
      <p>
        <a href={parts.service.home}>Retour</a>
      </p>
    </Frame>
  );
}
