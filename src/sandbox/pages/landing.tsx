import { Card, Grid, Page } from '../../ui/index.js';
import type { TestPersona } from '../population/index.js';
import { ClockCard } from './clock-card.js';
import { PeopleTable } from './people-table.js';
import { type DemoLink, Story } from './story.js';

interface LandingProps {
  readonly services: readonly (DemoLink & { readonly purpose: string })[];
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
      <h2>L’histoire à vivre, en dix étapes</h2>
      <Story services={services} />
      <h2>Services de démonstration</h2>
      <Grid min="small">
        {services.map(({ name, href, purpose }) => (
          <Card title={name} href={href} level={3}>
            <p>{purpose}</p>
          </Card>
        ))}
        <Card title="Le vôtre" href="/services" level={3}>
          <p>Déclarez un service : ici, il est raccordé tout de suite.</p>
        </Card>
      </Grid>
      <h2>Outils</h2>
      <Grid min="small">
        <Card title="Messages reçus" href="/sandbox/messages" level={3}>
          <p>Les courriels et les SMS que le bac à sable a retenus.</p>
        </Card>
        <Card title="Courrier" href="/sandbox/courrier" level={3}>
          <p>Les cartes et leurs codes, chacun dans sa lettre.</p>
        </Card>
        <Card title="Lecteur de carte" href="/sandbox/cartes" level={3}>
          <p>Ce que dit la puce d’une carte, avec ou sans son code.</p>
        </Card>
        <Card title="Lecteur de badge" href="/sandbox/badge" level={3}>
          <p>Une porte qui lit une carte ou un téléphone sans contact.</p>
        </Card>
        <Card title="Appels des services sectoriels" href="/sandbox/appels" level={3}>
          <p>Qui a appelé INSi, le DMP et la messagerie, par quel moyen, et pourquoi non.</p>
        </Card>
        <Card title="Se connecter en tant que…" href="/sandbox/connexion" level={3}>
          <p>Prendre la place d’un professionnel, d’un agent, de la CPAM, du support.</p>
        </Card>
        <Card title="Téléphones virtuels" href="/sandbox/telephones" level={3}>
          <p>Dire d’avance ce que fera un téléphone : approuver, refuser, se tromper, tarder.</p>
        </Card>
        <Card title="Robot de conformité" href="/sandbox/conformite" level={3}>
          <p>Examiner un service qui utilise Pro Santé Connect, exigence par exigence.</p>
        </Card>
        <Card title="Interface de pilotage" href="/sandbox/api/openapi.json" level={3}>
          <p>Téléphones, sessions, horloge, messages et clients, par programme.</p>
        </Card>
        <Card title="Galerie des composants" href="/sandbox/galerie" level={3}>
          <p>Les éléments dont toutes les pages sont faites.</p>
        </Card>
      </Grid>
      <ClockCard now={now} />
      <h2 id="personnes">Personnes d’essai</h2>
      <PeopleTable personas={personas} />
    </Page>
  );
}
