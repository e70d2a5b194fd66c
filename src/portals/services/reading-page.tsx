import type { Context } from 'hono';
import { type ClaimFault, type ReadClaim, readUserinfo } from '../../modules/identity-provider/index.js';
import { type Env, formFields } from '../../platform/http/request.js';
import { Alert, Button, ButtonRow, ErrorSummary, Form, Table, Tag, TextArea } from '../../ui/index.js';
import { Frame } from './frame.js';

const LARGEST = 50_000;

const FAULTS: Readonly<Record<ClaimFault, string>> = {
  missing: 'Absent : le format l’attend, vide s’il n’y a rien à dire.',
  'unknown-member': 'Le format n’a pas ce champ.',
  'not-text': 'Un texte est attendu.',
  'not-number': 'Un nombre est attendu.',
  'not-list': 'Une liste est attendue.',
  'not-object': 'Un objet est attendu.',
  'unknown-code': 'La nomenclature n’a pas ce code.',
  'wrong-identifier': 'Ce n’est pas un identifiant national.',
  'other-identifier': 'sub, preferred_username et SubjectNameID ne nomment pas la même personne.',
  'wrong-value': 'Le format n’a qu’une valeur ici, et ce n’est pas celle-ci.',
};

/** The box for an answer of userinfo. Open to everybody. */
export const readingPage = (c: Context<Env>) => c.html(<ReadingPage c={c} />);

/** Reads what was pasted: nothing of it is kept, nor written to the log. */
export async function readPasted(c: Context<Env>) {
  const { reponse = '' } = await formFields(c);
  const pasted = reponse.slice(0, LARGEST);
  const read = readUserinfo(parsed(pasted));
  const error = read ? undefined : 'Collez une réponse entière de userinfo : un objet JSON, de { à }.';
  return c.html(<ReadingPage c={c} pasted={pasted} read={read} error={error} />, error ? 422 : 200);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function ReadingPage(props: {
  c: Context<Env>;
  pasted?: string;
  read?: readonly ReadClaim[] | undefined;
  error?: string | undefined;
}) {
  const { c, pasted, read, error } = props;
  return (
    <Frame
      c={c}
      current="/lecture"
      title="Lire une réponse"
      lead="Collez ce que userinfo vous a répondu : chaque champ est lu comme votre service devrait le lire."
      width="wide"
    >
      <ErrorSummary errors={error ? [{ field: 'reponse', message: error }] : []} />
      {read ? <Reading read={read} /> : null}
      <Form action="/services/lecture" label="Réponse à lire">
        <TextArea
          label="Réponse de userinfo"
          hint="Format national, version 1.0. Rien n’est gardé."
          name="reponse"
          rows={12}
          maxlength={LARGEST}
          value={pasted}
          error={error}
          required
        />
        <ButtonRow>
          <Button>Lire</Button>
          <Button kind="secondary" href="/services">
            Revenir
          </Button>
        </ButtonRow>
      </Form>
    </Frame>
  );
}

function Reading({ read }: { read: readonly ReadClaim[] }) {
  const faulty = read.filter(({ fault }) => fault);
  const said =
    faulty.length === 0
      ? 'Tout est conforme au format.'
      : faulty.length === 1
        ? 'Un champ n’est pas conforme.'
        : `${faulty.length} champs ne sont pas conformes.`;
  return (
    <>
      <Alert tone={faulty.length === 0 ? 'success' : 'warning'} live>
        <p>{said}</p>
      </Alert>
      <Table
        caption="Champ par champ"
        columns={[{ label: 'Champ' }, { label: 'Valeur' }, { label: 'Ce qu’elle dit' }]}
        rows={read.map(({ path, value, meaning, fault }) => [
          <code>{path}</code>,
          value === '' ? <em>vide</em> : value,
          fault ? (
            <>
              <Tag tone="danger">À revoir</Tag> {FAULTS[fault]}
            </>
          ) : (
            (meaning ?? '')
          ),
        ])}
      />
    </>
  );
}
