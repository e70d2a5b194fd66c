import { Button, Card, Form, Grid, Page, Select, Steps, Table, Time } from '../../ui/index.js';
import type { TestPersona } from '../population/index.js';

interface LandingProps {
  readonly services: readonly { name: string; href: string }[];
  readonly personas: readonly TestPersona[];
  readonly now: Date;
}

/** The sandbox's front page: the story to live, the people to play, the tools. */
export function LandingPage({ services, personas, now }: LandingProps) {
  return (
    <Page
      title="Bac à sable"
      lead="Toute la chaîne sur votre machine, avec des personnes inventées. Rien ici n’atteint un vrai service."
      width="wide"
      banner="sandbox"
      breadcrumbs={[{ label: 'Esculape', href: '/' }, { label: 'Bac à sable' }]}
    >
      <Story services={services} />
      <h2>Outils</h2>
      <Grid>
        <Card title="Messages reçus" href="/sandbox/messages">
          <p>Les courriels et les SMS que le bac à sable a retenus.</p>
        </Card>
        <Card title="Se connecter en tant que…" href="/sandbox/connexion">
          <p>Prendre la place d’un professionnel, d’un agent, de la CPAM, du support.</p>
        </Card>
        <Card title="Interface de pilotage" href="/sandbox/api/openapi.json">
          <p>Téléphones, sessions, horloge, messages et clients, par programme.</p>
        </Card>
        <Card title="Galerie des composants" href="/sandbox/galerie">
          <p>Les éléments dont toutes les pages sont faites.</p>
        </Card>
      </Grid>
      <Clock now={now} />
      <People personas={personas} />
    </Page>
  );
}

function Story({ services }: Pick<LandingProps, 'services'>) {
  const [first, second] = services;
  return (
    <>
      <h2>L’histoire à vivre, en dix étapes</h2>
      <Steps
        items={[
          <>
            <a href="/sandbox/connexion?retour=/ordres/CNOM/agents">Devenez agent du CNOM</a> et inscrivez un
            médecin.
          </>,
          <>Validez son dossier : le RPPS lui donne son numéro.</>,
          <>
            Retrouvez-le dans l’<a href="/annuaire">Annuaire Santé</a>.
          </>,
          <>
            Demandez une e-CPS sur le <a href="/portail-psc">portail Pro Santé Connect</a>.
          </>,
          <>
            Ouvrez le lien reçu dans les <a href="/sandbox/messages">messages</a>, tapez le code du SMS,
            choisissez un code.
          </>,
          <>
            Allez au <a href={first?.href}>{first?.name}</a> et identifiez-vous avec « 8 » suivi du numéro
            RPPS.
          </>,
          <>Choisissez sur le téléphone le nombre affiché à l’écran, et tapez votre code.</>,
          <>
            Passez à la <a href={second?.href}>{second?.name}</a> : aucune nouvelle connexion n’est demandée.
          </>,
          <>Changez le nom d’exercice ou le mobile à l’ordre, puis actualisez l’identité dans le service.</>,
          <>
            Suivez le changement, étape par étape, dans le <a href="/suivi">suivi</a>.
          </>,
        ]}
      />
    </>
  );
}

function Clock({ now }: { now: Date }) {
  return (
    <section id="horloge">
      <h2>Horloge du bac à sable</h2>
      <p>
        Il est <Time value={now} precision="second" />. Les règles et les dates affichées suivent cette
        horloge ; les jetons et les sessions gardent l’heure réelle.
      </p>
      <Form method="post" action="/sandbox/horloge">
        <Select
          name="advance"
          label="Avancer de"
          options={[
            { value: 'PT1H', label: 'une heure' },
            { value: 'PT24H', label: 'un jour' },
            { value: 'P14D', label: 'deux semaines' },
            { value: 'P365D', label: 'un an' },
          ]}
        />
        <Button kind="secondary">Avancer l’horloge</Button>
      </Form>
    </section>
  );
}

function People({ personas }: { personas: readonly TestPersona[] }) {
  return (
    <>
      <h2>Personnes d’essai</h2>
      <Table
        caption="Les rôles principaux ; l’annuaire en contient des milliers d’autres"
        columns={[{ label: 'Personne' }, { label: 'Identifiant national' }, { label: 'Ce qu’elle montre' }]}
        rows={personas.map((persona) => [persona.title, persona.idNat ?? 'aucun', persona.story])}
      />
    </>
  );
}
