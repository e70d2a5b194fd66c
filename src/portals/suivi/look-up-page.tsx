import type { Context } from 'hono';
import type { Env } from '../../platform/http/request.js';
import { Button, errorFor, Field, type FieldError, Form } from '../../ui/index.js';
import { Frame } from './frame.js';

type LookUpProps = { c: Context<Env>; idNat?: string; reason?: string; errors?: readonly FieldError[] };

/** Where the support names the person to follow, and says why. */
export function LookUpPage({ c, idNat, reason, errors = [] }: LookUpProps) {
  return (
    <Frame
      c={c}
      title="Suivre les données d’un professionnel"
      lead="Chaque consultation est inscrite au journal avec son motif."
      width="narrow"
    >
      <Form action="/suivi">
        <Field
          label="Identifiant national"
          name="idNat"
          value={idNat}
          error={errorFor(errors, 'idNat')}
          required
        />
        <Field
          label="Motif"
          name="motif"
          value={reason}
          error={errorFor(errors, 'motif')}
          maxlength={200}
          required
        />
        <Button>Voir le suivi</Button>
      </Form>
    </Frame>
  );
}
