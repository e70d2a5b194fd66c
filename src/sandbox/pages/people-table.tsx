import { Button, EmptyState, Form, Table } from '../../ui/index.js';
import type { TestPersona } from '../population/index.js';

/** The people with a story: what each shows, and their session in one click. */
export function PeopleTable({ personas }: { personas: readonly TestPersona[] }) {
  const there = personas.filter(({ idNat }) => idNat);
  return (
    <Table
      caption="Les rôles principaux ; l’annuaire contient toute une population"
      columns={[
        { label: 'Personne' },
        { label: 'Identifiant national' },
        { label: 'Ce qu’elle montre' },
        { label: 'Session', labelHidden: true },
      ]}
      rows={there.map((persona) => [
        <>
          {persona.title}
          <br />
          <span class="muted">{persona.name}</span>
        </>,
        persona.idNat,
        persona.story,
        <OpenSession {...persona} />,
      ])}
      empty={
        <EmptyState
          level={3}
          title="Personne encore"
          help="Ce bac à sable a été démarré sans population. Inscrivez un médecin : c’est la première étape de l’histoire."
        />
      }
    />
  );
}

function OpenSession({ name, idNat }: TestPersona) {
  return (
    <Form method="post" action="/sandbox/connexion" hidden={{ idNat, retour: '/' }}>
      <Button kind="quiet" label={`Ouvrir sa session : ${name}`}>
        Ouvrir sa session
      </Button>
    </Form>
  );
}
