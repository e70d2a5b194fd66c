import type { Context } from 'hono';
import { habilitations, type habilitations as model } from '../../modules/access/index.js';
import type { Env } from '../../platform/http/request.js';
import { Alert, Button, ButtonRow, Form, TextArea } from '../../ui/index.js';
import { Frame } from './frame.js';
import { STRUCTURE } from './words.js';

/** Asks before a habilitation is taken back. */
export function WithdrawPage({ c, one }: { c: Context<Env>; one: model.Habilitation }) {
  const { label } = habilitations.KIND_RULES[one.kind];
  return (
    <Frame c={c} title="Retirer une habilitation" width="narrow" current={STRUCTURE}>
      <Alert tone="warning">
        <p>
          <strong>{one.name}</strong> ne pourra plus agir en tant que « {label} ». Ses sessions ouvertes à ce
          titre s’arrêtent. Sa carte reste valable : sur TOM, vous pouvez aussi la faire opposer.
        </p>
      </Alert>
      <Form action={`${STRUCTURE}/retrait/${one.id}`} label="Retirer l’habilitation">
        <TextArea
          label="Motif"
          name="motif"
          rows={2}
          maxlength={300}
          hint="Il reste dans l’historique."
          optional
        />
        <ButtonRow>
          <Button kind="danger">Retirer l’habilitation</Button>
          <Button kind="secondary" href={STRUCTURE}>
            La garder
          </Button>
        </ButtonRow>
      </Form>
    </Frame>
  );
}
