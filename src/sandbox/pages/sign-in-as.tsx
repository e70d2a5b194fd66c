import { authorities } from '../../modules/authorities/index.js';
import { Button, Card, Field, Form, Page, Select } from '../../ui/index.js';
import type { TestPersona } from '../population/index.js';

/** Takes anybody's place, in the sandbox alone. */
export function SignInAsPage({ personas, back }: { personas: readonly TestPersona[]; back: string }) {
  const known = personas.flatMap((persona) =>
    persona.idNat ? [{ value: persona.idNat, label: `${persona.title} (${persona.idNat})` }] : [],
  );
  const doors = authorities().flatMap((a) => (a.portal ? [{ value: a.code, label: a.shortName }] : []));
  return (
    <Page
      title="Se connecter en tant que…"
      lead="Le bac à sable ouvre la session que vous choisissez. Cette page n’existe pas en production."
      banner="sandbox"
      breadcrumbs={[
        { label: 'Esculape', href: '/' },
        { label: 'Bac à sable', href: '/sandbox' },
        { label: 'Connexion' },
      ]}
    >
      <Card title="Un professionnel d’essai">
        <Form method="post" action="/sandbox/connexion">
          <input type="hidden" name="retour" value={back} />
          <Select name="idNat" label="Personne" options={known} />
          <Button>Ouvrir sa session</Button>
        </Form>
      </Card>
      <Card title="Un autre professionnel">
        <Form method="post" action="/sandbox/connexion">
          <input type="hidden" name="retour" value={back} />
          <Field name="idNat" label="Identifiant national" hint="« 8 » suivi du numéro RPPS" required />
          <Button kind="secondary">Ouvrir sa session</Button>
        </Form>
      </Card>
      <Card title="Un agent d’une autorité d’enregistrement">
        <Form method="post" action="/sandbox/connexion">
          <input type="hidden" name="retour" value={back} />
          <input type="hidden" name="role" value="agent" />
          <Select name="scope" label="Autorité" options={doors} />
          <Button kind="secondary">Ouvrir la session de l’agent</Button>
        </Form>
      </Card>
      <Card title="Un autre rôle">
        <Form method="post" action="/sandbox/connexion">
          <input type="hidden" name="retour" value={back} />
          <Select
            name="role"
            label="Rôle"
            options={[
              { value: 'cpam', label: 'Agent de la CPAM' },
              { value: 'support', label: 'Support des cartes' },
              { value: 'operator', label: 'Opérateur d’Esculape' },
              { value: 'manager', label: 'Gestionnaire d’une structure' },
              { value: 'integrator', label: 'Intégrateur' },
            ]}
          />
          <Button kind="secondary">Ouvrir la session</Button>
        </Form>
      </Card>
    </Page>
  );
}
