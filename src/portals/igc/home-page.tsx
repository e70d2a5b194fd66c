import type { Context } from 'hono';
import { certificates } from '../../modules/credentials/index.js';
import type { Env } from '../../platform/http/request.js';
import { Button, Card, Grid, Table } from '../../ui/index.js';
import { Frame } from './frame.js';
import { ProcedureSteps } from './procedure.js';
import { REVOCATIONS, STRUCTURES } from './words.js';

const NEEDS = [
  [
    'Appeler INSi',
    'ORG AUTH_CLI',
    'INSI-MANU, ou INSI-AUTO pour un traitement sans utilisateur',
    'Un par logiciel : INSi n’en admet pas d’autre nom',
  ],
  [
    'S’identifier auprès du DMP',
    'ORG AUTH_CLI',
    'DMP et le nom du logiciel, calculé',
    'Sert aussi à MSSanté et à Pro Santé Connect',
  ],
  [
    'Signer ce qui alimente le DMP',
    'ORG SIGN',
    'Le même nom',
    'DMP en mode indirect, sans carte de personne',
  ],
  [
    'Prouver le nom d’un serveur',
    'SERV SSL',
    'Le nom de domaine complet',
    'Aussi par ACME, renouvelé par le serveur',
  ],
] as const;

/** Which certificate is needed for what, and the way to order it. Anybody may read. */
export function HomePage({ c }: { c: Context<Env> }) {
  const kit = certificates.careSoftwareKit('votre logiciel');
  return (
    <Frame
      c={c}
      title="Certificats logiciels"
      lead="Un logiciel de soins qui appelle INSi et alimente le DMP a besoin de trois certificats : un pour INSi, deux pour le DMP."
    >
      <p>
        <Button href={STRUCTURES}>Commencer la commande</Button>
      </p>
      <Table
        caption="Quel certificat pour quoi"
        columns={['Besoin', 'Certificat', 'Nom (CN)', 'Remarque'].map((label) => ({ label }))}
        rows={NEEDS.map((row) => [...row])}
      />
      <Grid>
        <Card title="Le kit d’un logiciel de soins">
          <p>Une seule commande, {kit.length} certificats, noms calculés :</p>
          <ul>
            {kit.map(({ use, usage }) => (
              <li>
                {use} (ORG {usage})
              </li>
            ))}
          </ul>
          <p>
            La structure juridique les porte : tous ses établissements s’en servent, aucun autre. Un kit par
            logiciel.
          </p>
        </Card>
        <Card title="Avant de commander">
          <ProcedureSteps />
        </Card>
      </Grid>
      <p>
        Le personnel n’a alors besoin d’aucune carte pour qualifier une identité (INS) ou alimenter le DMP. Un
        éditeur peut tenir les certificats de ses clients : ils le choisissent comme structure tierce sur
        MesHabilitations, et le quittent quand ils veulent.
      </p>
      <p>
        Représentant légal ou mandataire ? <a href={REVOCATIONS}>Révoquez un certificat de votre structure</a>{' '}
        sans son code.
      </p>
      <p>
        <a href="/igc/PC">Politique de certification</a> ·{' '}
        <a href="/igc/chaine.pem">Certificats des autorités (PEM)</a> ·{' '}
        <a href="/documentation">Documentation des intégrateurs</a>
      </p>
    </Frame>
  );
}
