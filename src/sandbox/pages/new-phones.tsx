import { Button, ButtonRow, Field, Form, Select, TextArea } from '../../ui/index.js';
import { DEMANDS } from '../population/index.js';

/** The ways to one more phone: for somebody who is there, for somebody invented, for an identity that was pasted. */
export function NewPhones() {
  return (
    <>
      <h2>Un téléphone de plus</h2>
      <Form method="post" action="/sandbox/telephones" label="Un téléphone de plus">
        <Field name="idNat" label="Identifiant national" hint="8 suivi du numéro RPPS." required />
        <ButtonRow>
          <Button kind="secondary">Créer le téléphone</Button>
        </ButtonRow>
      </Form>
      <h2>Une personne de plus, avec son téléphone</h2>
      <Form method="post" action="/sandbox/telephones/personne" label="Une personne de plus">
        <Select
          name="kind"
          label="Début de l’identifiant, et qui c’est"
          options={Object.entries(DEMANDS).map(([value, label]) => ({ value, label }))}
        />
        <ButtonRow>
          <Button kind="secondary">Créer la personne</Button>
        </ButtonRow>
      </Form>
      <p>
        Les préfixes 2 et 9 ont pris fin le 29 mai 2020 : leurs porteurs ont un numéro RPPS. Choisissez un
        interne.
      </p>
      <h2>Une identité d’essai, d’après une réponse de userinfo</h2>
      <Form method="post" action="/sandbox/telephones/identite" label="Une identité d’essai">
        <TextArea
          name="reponse"
          label="Réponse de userinfo"
          hint="Format national, version 1.0. L’identité dira la même chose, sous un identifiant ANS à elle."
          rows={8}
          maxlength={50_000}
          required
        />
        <ButtonRow>
          <Button kind="secondary">Créer l’identité et son téléphone</Button>
          <Button kind="secondary" href="/services/lecture">
            Vérifier d’abord la réponse
          </Button>
        </ButtonRow>
      </Form>
    </>
  );
}
