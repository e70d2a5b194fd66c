import { Button, ButtonRow, Form } from '../../ui/index.js';
import { FormError } from './form-error.js';

/** Asks once more: nothing brings a deleted e-CPS back. */
export function DeleteScreen() {
  return (
    <section data-screen="delete" hidden>
      <h2 tabindex={-1}>Supprimer l’e-CPS de ce téléphone ?</h2>
      <p>
        Vous ne pourrez plus approuver de connexion ici. Cela ne se défait pas : il faudra une nouvelle
        activation.
      </p>
      <Form action="/e-cps" id="delete-form" label="Suppression">
        <FormError />
        <ButtonRow>
          <Button kind="danger" wide>
            Supprimer pour de bon
          </Button>
          <Button kind="quiet" type="button" id="delete-back" wide>
            Garder mon e-CPS
          </Button>
        </ButtonRow>
      </Form>
    </section>
  );
}
