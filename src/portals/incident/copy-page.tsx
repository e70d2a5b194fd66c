import type { Context } from 'hono';
import { incidents } from '../../modules/credentials/index.js';
import type { Env } from '../../platform/http/request.js';
import { Alert, formatDate, Steps } from '../../ui/index.js';
import { PrintedForm } from '../printed-form.js';
import { Frame } from './frame.js';

/** What was filed, to be kept or printed: shown to the browser that filed it, while the declaration waits. */
export function CopyPage({ c, report }: { c: Context<Env>; report: incidents.Report }) {
  const { said, ticket } = report;
  return (
    <Frame
      c={c}
      title="Votre déclaration est envoyée"
      breadcrumbs={[{ label: 'Incident', href: '/incident' }, { label: 'Copie' }]}
      width="narrow"
    >
      <Alert tone="success" live>
        Votre demande porte le numéro {ticket}. La réponse arrivera par courriel.
      </Alert>
      <Steps
        items={[
          'Le support compare votre pièce d’identité à votre déclaration.',
          'S’il n’y a pas de doute : opposition, nouvelle carte ou nouveaux codes, selon le cas.',
          'Vous recevez la réponse ; la pièce d’identité est effacée.',
        ]}
      />
      <PrintedForm
        code="F501"
        reference={`F501-${ticket}`}
        at={report.filedAt}
        signedBy="le titulaire de la carte"
        sections={[
          {
            title: 'Incident',
            items: [
              { term: 'Déclaré', value: incidents.PROBLEM_WORDS[report.problem] },
              { term: 'Numéro de la carte', value: report.cardNumber },
              { term: 'Précisions', value: said?.words },
            ],
          },
          {
            title: 'Titulaire',
            items: [
              { term: 'Nom', value: said?.familyName },
              { term: 'Prénom', value: said?.givenName },
              { term: 'Né(e) le', value: said && formatDate(said.birthDate) },
              { term: 'Identifiant national', value: report.idNat },
              { term: 'Courriel', value: said?.contact },
              { term: 'Empreinte de la pièce jointe', value: <code>{report.proofHash.slice(0, 16)}</code> },
            ],
          },
        ]}
      />
    </Frame>
  );
}
