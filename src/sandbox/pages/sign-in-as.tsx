import type { Child } from 'hono/jsx';
import { authorities } from '../../modules/authorities/index.js';
import type { Operator } from '../../modules/messaging/index.js';
import { Button, Card, Field, Form, Grid, Page, Select } from '../../ui/index.js';
import type { TestPersona } from '../population/index.js';

const ROLES = [
  { value: 'cpam', label: 'Agent de la CPAM' },
  { value: 'support', label: 'Support des cartes' },
  { value: 'operator', label: 'Opérateur d’Esculape' },
  { value: 'integrator', label: 'Intégrateur' },
];

const STRUCTURE_ROLES = [
  { value: 'legal-representative', label: 'Représentant légal (MesHabilitations)' },
  { value: 'mandataire', label: 'Mandataire (TOM)' },
  { value: 'technical-admin', label: 'Administrateur technique (plateforme IGC)' },
  { value: 'delegate', label: 'Délégué d’une structure tierce' },
  { value: 'manager', label: 'Gestionnaire RPPS+' },
];

interface SignInAsProps {
  readonly personas: readonly TestPersona[];
  /** Of mailboxes. */
  readonly operators: readonly Operator[];
  /** Under contract, to test with. */
  readonly structures: readonly { readonly id: string; readonly name: string }[];
  readonly back: string;
}

/** Takes anybody's place, in the sandbox alone. */
export function SignInAsPage({ personas, operators, structures, back }: SignInAsProps) {
  const known = personas.flatMap(({ idNat, name, title }) =>
    idNat ? [{ value: idNat, label: `${name}, ${title.toLowerCase()}` }] : [],
  );
  const ordres = authorities().flatMap((a) => (a.portal ? [{ value: a.code, label: a.name }] : []));
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
      <Grid min="large">
        {known.length > 0 ? (
          <Place title="Un professionnel d’essai" back={back}>
            <Select name="idNat" label="Personne" options={known} />
            <Button>Ouvrir sa session</Button>
          </Place>
        ) : null}
        <Place title="Un autre professionnel" back={back}>
          <Field name="idNat" label="Identifiant national" hint="8 suivi du numéro RPPS." required />
          <Button kind="secondary">Ouvrir sa session</Button>
        </Place>
        <Place title="Un agent d’une autorité" back={back}>
          <input type="hidden" name="role" value="agent" />
          <Select name="scope" label="Autorité" options={ordres} />
          <Button kind="secondary">Ouvrir la session de l’agent</Button>
        </Place>
        {operators.length > 0 ? (
          <Place title="Un opérateur de messagerie" back={back}>
            <input type="hidden" name="role" value="mail-operator" />
            <Select
              name="scope"
              label="Opérateur"
              id="f-operator"
              options={operators.map(({ code, name }) => ({ value: code, label: name }))}
            />
            <Button kind="secondary">Ouvrir la session de l’opérateur</Button>
          </Place>
        ) : null}
        <Place title="Qui agit pour une structure" back={back}>
          <Select name="role" label="Rôle" id="f-role-structure" options={STRUCTURE_ROLES} />
          {structures.length > 0 ? (
            <Select
              name="scope"
              label="Structure"
              id="f-scope-structure"
              options={structures.map(({ id, name }) => ({ value: id, label: name }))}
            />
          ) : null}
          <Field
            name="finess"
            label="Ou un autre numéro FINESS"
            hint="D’une structure de l’Annuaire Santé : de préférence une entité juridique."
            required={structures.length === 0}
          />
          <Button kind="secondary">Ouvrir la session</Button>
        </Place>
        <Place title="Un autre rôle" back={back}>
          <Select name="role" label="Rôle" options={ROLES} />
          <Button kind="secondary">Ouvrir la session</Button>
        </Place>
      </Grid>
    </Page>
  );
}

function Place({ title, back, children }: { title: string; back: string; children: Child }) {
  return (
    <Card title={title}>
      <Form method="post" action="/sandbox/connexion" hidden={{ retour: back }} label={title}>
        {children}
      </Form>
    </Card>
  );
}
