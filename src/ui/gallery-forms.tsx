import { Button, ButtonRow } from './button.js';
import { Checkbox, Fieldset, RadioGroup } from './choices.js';
import { NumberChoice } from './codes.js';
import { Card, Grid } from './content.js';
import { CopyButton, PrintButton } from './copy-button.js';
import { Field, Select, TextArea } from './field.js';
import { ErrorSummary, errorFor, Form } from './form.js';
import { PROFESSIONS } from './gallery-data.js';
import { Part } from './gallery-part.js';

const ERRORS = [
  { field: 'mobile', message: 'Ce numéro n’est pas complet : il manque deux chiffres.' },
  { field: 'canal', message: 'Choisissez comment recevoir le code.' },
  { message: 'Le lien a expiré. Demandez-en un nouveau.' },
];

/** The buttons, fields and forms of the gallery. */
export function GalleryForms() {
  return (
    <>
      <Buttons />
      <Part title="Formulaires">
        <Grid min="large">
          <CleanForm />
          <WrongForm />
        </Grid>
        <Searching />
      </Part>
      <Part title="Choix du nombre">
        <Grid min="large">
          <Form action="#contenu" label="Approuver une connexion">
            <NumberChoice legend="Quel nombre voyez-vous à l’écran ?" name="number" numbers={[17, 48, 93]} />
          </Form>
          <Form action="#contenu" label="Connexion expirée">
            <NumberChoice legend="La demande a expiré" name="number" numbers={[17, 48, 93]} disabled />
          </Form>
        </Grid>
      </Part>
    </>
  );
}

function Buttons() {
  return (
    <Part title="Boutons">
      <ButtonRow>
        <Button>Enregistrer</Button>
        <Button kind="secondary">Prévisualiser</Button>
        <Button kind="danger">Clore l’exercice</Button>
        <Button kind="quiet">Annuler</Button>
        <Button disabled>Indisponible</Button>
        <Button href="#contenu">Un lien</Button>
        <PrintButton />
      </ButtonRow>
      <p>
        Identifiant : <code>899780000013</code> <CopyButton value="899780000013" />
      </p>
    </Part>
  );
}

function CleanForm() {
  return (
    <Card title="Vos coordonnées" level={3}>
      <Form action="#contenu" label="Coordonnées">
        <Field label="Adresse électronique" name="mail" type="email" autocomplete="email" required />
        <Field
          label="Code reçu par SMS"
          name="code"
          hint="Six chiffres, valables dix minutes."
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength={6}
          width="short"
          code
        />
        <Select label="Profession" name="profession" options={PROFESSIONS} value="60" />
        <Field label="Numéro RPPS" name="rpps" value="99780000013" readonly width="medium" />
        <TextArea label="Précisions" name="note" optional rows={2} />
        <Checkbox
          label="Prévenez-moi quand la fiche est publiée"
          name="notify"
          checked
          hint="Un seul courriel."
        />
        <Button>Enregistrer</Button>
      </Form>
    </Card>
  );
}

function WrongForm() {
  return (
    <Card title="Le même, à corriger" level={3}>
      <ErrorSummary errors={ERRORS} level={4} />
      <Form action="#contenu" label="Coordonnées à corriger">
        <Field
          label="Mobile"
          name="mobile"
          type="tel"
          value="06 39 98 00"
          hint="Dix chiffres, ou avec l’indicatif du pays."
          error={errorFor(ERRORS, 'mobile')}
        />
        <RadioGroup
          label="Où envoyer le code ?"
          name="canal"
          error={errorFor(ERRORS, 'canal')}
          options={[
            { value: 'sms', label: 'Par SMS', hint: 'Au numéro qui finit par 42.' },
            { value: 'mail', label: 'Par courriel' },
          ]}
        />
        <Fieldset legend="Lieu d’exercice" hint="Celui où vous êtes le plus souvent.">
          <Select
            label="Département"
            name="dep"
            options={[{ value: '69', label: 'Rhône' }]}
            blank="Choisir"
          />
          <Checkbox label="Cabinet principal" name="main" disabled />
        </Fieldset>
        <RadioGroup
          label="Êtes-vous remplaçant ?"
          name="locum"
          inline
          value="non"
          options={[
            { value: 'oui', label: 'Oui' },
            { value: 'non', label: 'Non' },
          ]}
        />
      </Form>
    </Card>
  );
}

function Searching() {
  return (
    <Card title="Rechercher un professionnel" level={3}>
      <Form action="#contenu" method="get" search inline label="Recherche">
        <Field label="Nom ou numéro" name="q" type="search" />
        <Select label="Profession" name="p" options={PROFESSIONS} blank="Toutes" />
        <Field label="Ville ou code postal" name="lieu" />
        <Button>Rechercher</Button>
      </Form>
    </Card>
  );
}
