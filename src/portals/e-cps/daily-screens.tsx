import { Button, ButtonRow, Card, Field, Form } from '../../ui/index.js';
import { ComfortCards } from './comfort-cards.js';
import { FormError } from './form-error.js';

/** The e-CPS at rest: whose it is, what Pro Santé Connect knows, and that it listens. */
export function HomeScreen() {
  return (
    <section data-screen="home" hidden>
      <h2 tabindex={-1}>
        e-CPS de <span data-text="holder" />
      </h2>
      <p data-text="listening" role="status" />
      <Card title="Ce que Pro Santé Connect sait de vous" level={3}>
        <dl class="descriptions" data-record />
        <p data-text="no-record" hidden>
          Votre fiche n’est pas, ou n’est plus, dans l’Annuaire Santé.
        </p>
      </Card>
      <Card title="Un essai" level={3}>
        <p>Une fausse demande arrive ici : vous verrez si tout fonctionne.</p>
        <Form action="/e-cps" id="test-form" label="Essai">
          <FormError />
          <ButtonRow>
            <Button kind="secondary" wide>
              Essayer mon e-CPS
            </Button>
          </ButtonRow>
        </Form>
      </Card>
      <ComfortCards />
      <Card title="Cet appareil" level={3}>
        <p data-text="validity" />
        <div data-part="renewal" hidden>
          <p>Votre e-CPS se termine bientôt. Renouvelez-la ici : un code arrive par SMS.</p>
          <Form action="/e-cps" id="renew-form" label="Renouvellement">
            <FormError />
            <ButtonRow>
              <Button wide>Renouveler mon e-CPS</Button>
            </ButtonRow>
          </Form>
        </div>
        <ButtonRow>
          <Button kind="danger" type="button" id="delete-ask" wide>
            Supprimer l’e-CPS
          </Button>
        </ButtonRow>
      </Card>
    </section>
  );
}

/** A sign-in that waits: which service, from where, and three numbers. */
export function RequestScreen() {
  return (
    <section data-screen="request" hidden>
      <h2 tabindex={-1}>Une connexion attend votre accord</h2>
      <dl class="descriptions">
        <div class="description">
          <dt>Service</dt>
          <dd>
            <strong data-text="service" />
          </dd>
        </div>
        <div class="description">
          <dt>Depuis</dt>
          <dd data-text="place" />
        </div>
      </dl>
      <p data-text="test-number" hidden />
      <fieldset class="numbers">
        <legend>Quel nombre affiche Pro Santé Connect ?</legend>
        <div class="numbers-row" data-numbers />
      </fieldset>
      <p data-text="remaining" />
      <Form action="/e-cps" id="refuse-form" label="Refus">
        <FormError />
        <Button kind="danger" wide>
          Refuser, ce n’est pas moi
        </Button>
      </Form>
    </section>
  );
}

/** The four digits that give the signature its worth. */
export function CodeScreen() {
  return (
    <section data-screen="code" hidden>
      <h2 tabindex={-1}>Votre code personnel</h2>
      <p>
        Connexion à <strong data-text="code-service" />, nombre <strong data-text="code-number" />.
      </p>
      <div data-part="by-fingerprint" hidden>
        <Form action="/e-cps" id="finger-form" label="Approbation par l’empreinte ou le visage">
          <FormError />
          <ButtonRow>
            <Button wide>Empreinte ou visage</Button>
          </ButtonRow>
        </Form>
        <p>Ou tapez votre code :</p>
      </div>
      <Form action="/e-cps" id="code-form" label="Approbation">
        <FormError />
        <Field
          label="Code à quatre chiffres"
          name="code"
          type="password"
          code
          width="short"
          inputmode="numeric"
          autocomplete="current-password"
          maxlength={4}
          required
        />
        <ButtonRow>
          <Button wide>Approuver la connexion</Button>
          <Button kind="quiet" type="button" id="code-back" wide>
            Revenir aux nombres
          </Button>
        </ButtonRow>
      </Form>
    </section>
  );
}

/** How it ended. */
export function ResultScreen() {
  return (
    <section data-screen="result" hidden>
      <h2 tabindex={-1} data-text="result-title">
        Résultat
      </h2>
      <p data-text="result-text" />
      <ButtonRow>
        <Button type="button" id="result-done" wide>
          Continuer
        </Button>
      </ButtonRow>
    </section>
  );
}
