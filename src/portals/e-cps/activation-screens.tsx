import { Button, ButtonRow, Field, Form, RadioGroup } from '../../ui/index.js';
import { FormError } from './form-error.js';
import { SmsCodeField } from './sms-code-field.js';

const DEVICES = [
  { value: 'android', label: 'Téléphone ou tablette Android' },
  { value: 'ios', label: 'iPhone ou iPad' },
  { value: 'web', label: 'Autre appareil' },
];

/** Nothing on this device yet, and no link followed. */
export function WelcomeScreen() {
  return (
    <section data-screen="welcome" hidden>
      <h2 tabindex={-1}>Activer mon e-CPS</h2>
      <p>
        Avec l’e-CPS, ce téléphone vous ouvre les services de santé. Pour l’activer, il faut le courriel et le
        mobile que connaît votre ordre ou votre autorité d’enregistrement, ou votre carte et un lecteur.
      </p>
      <ButtonRow>
        <Button href="/portail-psc/activation" wide>
          Recevoir les deux codes
        </Button>
        <Button kind="secondary" href="/portefeuille/e-cps" wide>
          J’ai ma carte, sur un ordinateur
        </Button>
      </ButtonRow>
      <h3>Vous avez déjà le courriel, ou le code affiché par l’ordinateur ?</h3>
      <p>Ouvrez son lien sur ce téléphone, ou tapez ses dix caractères :</p>
      <Form action="/e-cps" id="typed-form" label="Activation par les dix caractères">
        <FormError />
        <Field
          label="Les dix caractères"
          name="typed"
          code
          maxlength={13}
          autocomplete="off"
          hint="Lettres et chiffres, avec ou sans espace."
          required
        />
        <Button kind="secondary" wide>
          Continuer
        </Button>
      </Form>
    </section>
  );
}

/** A link was followed: it is spent only when the person says that this is the right device. */
export function OpenScreen() {
  return (
    <section data-screen="open" hidden>
      <h2 tabindex={-1}>Activer l’e-CPS sur cet appareil ?</h2>
      <p>
        Le lien sert une seule fois. Gardez-le pour l’appareil que vous avez toujours avec vous : c’est lui
        qui approuvera vos connexions.
      </p>
      <p data-text="replace" hidden>
        Cet appareil porte déjà une e-CPS : elle sera remplacée.
      </p>
      <Form action="/e-cps" id="open-form" label="Activation par le lien">
        <FormError />
        <Button wide>Activer sur cet appareil</Button>
      </Form>
    </section>
  );
}

/** The second secret, the personal code twice, and which device this is. */
export function EnrolScreen() {
  return (
    <section data-screen="enrol" hidden>
      <h2 tabindex={-1} data-text="enrol-title">
        Encore deux codes
      </h2>
      <p>
        Bonjour <strong data-text="name" />. <span data-text="mobile" />
      </p>
      <Form action="/e-cps" id="enrol-form" label="Fin de l’activation">
        <FormError />
        <SmsCodeField label="Code reçu par SMS" />
        <Field
          label="Choisissez votre code personnel"
          name="pin"
          type="password"
          code
          width="short"
          inputmode="numeric"
          autocomplete="new-password"
          maxlength={4}
          hint="Quatre chiffres, qui ne se suivent pas. Il vous sera demandé à chaque connexion."
          required
        />
        <Field
          label="Votre code personnel, encore une fois"
          name="pinAgain"
          type="password"
          code
          width="short"
          inputmode="numeric"
          autocomplete="new-password"
          maxlength={4}
          required
        />
        <RadioGroup label="Cet appareil est" name="platform" options={DEVICES} value="web" />
        <ButtonRow>
          <Button wide>Activer mon e-CPS</Button>
        </ButtonRow>
      </Form>
    </section>
  );
}
