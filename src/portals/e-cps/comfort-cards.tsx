import { Button, Card, Field, Form } from '../../ui/index.js';
import { FormError } from './form-error.js';

/** What a phone may have besides: notices, and finger or face in place of the code. Each hidden where it cannot be. */
export function ComfortCards() {
  return (
    <>
      <div data-part="push" hidden>
        <Card title="Être prévenu" level={3}>
          <p data-text="push" role="status" />
          <Form action="/e-cps" id="push-form" label="Notifications">
            <FormError />
            <Button kind="secondary" wide>
              Me prévenir des connexions
            </Button>
          </Form>
          <Form action="/e-cps" id="push-off-form" label="Fin des notifications">
            <FormError />
            <Button kind="quiet" wide>
              Ne plus me prévenir
            </Button>
          </Form>
        </Card>
      </div>
      <div data-part="fingerprint" hidden>
        <Card title="Empreinte ou visage" level={3}>
          <p data-text="fingerprint" role="status" />
          <Form action="/e-cps" id="fingerprint-form" label="Empreinte ou visage">
            <FormError />
            <Field
              label="Votre code personnel"
              name="pin"
              id="fingerprint-pin"
              type="password"
              code
              width="short"
              inputmode="numeric"
              autocomplete="current-password"
              maxlength={4}
              required
            />
            <Button kind="secondary" wide>
              Utiliser l’empreinte ou le visage
            </Button>
          </Form>
          <Form action="/e-cps" id="fingerprint-off-form" label="Retour au code">
            <FormError />
            <Button kind="quiet" wide>
              Revenir au code seul
            </Button>
          </Form>
        </Card>
      </div>
    </>
  );
}
