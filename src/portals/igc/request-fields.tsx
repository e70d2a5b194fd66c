import { CopyButton, errorFor, Field, type FieldError, RadioGroup, TextArea } from '../../ui/index.js';
import { requestCommand } from './words.js';

const WAYS = [
  { value: 'csr', label: 'Ma demande (CSR)', hint: 'La clé reste chez vous : c’est le plus sûr.' },
  {
    value: 'ici',
    label: 'Clé faite par la plateforme',
    hint: 'Remise une seule fois, dans un fichier PKCS#12 protégé par un mot de passe que vous choisirez.',
  },
];

/** One signing request, pasted or as a file; or a key to be made here. `rank` parts those of a kit. */
export function RequestFields(props: {
  readonly rank: number;
  readonly commonName: string;
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
}) {
  const { rank, commonName, typed, errors } = props;
  const command = requestCommand(commonName || 'nom');
  return (
    <>
      <RadioGroup
        label="Clé"
        name={`cle${rank}`}
        value={typed[`cle${rank}`] ?? 'csr'}
        options={WAYS}
        id={`cle-${rank}`}
      />
      <p>
        Faire la clé et la demande chez vous : <code>{command}</code> <CopyButton value={command} />
      </p>
      <TextArea
        label="Demande collée"
        name={`csr${rank}`}
        value={typed[`csr${rank}`]}
        rows={4}
        hint="Elle commence par -----BEGIN CERTIFICATE REQUEST-----"
        error={errorFor(errors, `csr${rank}`)}
        optional
      />
      <Field label="Ou son fichier" name={`fichier${rank}`} type="file" accept=".csr,.pem,.txt" optional />
    </>
  );
}

/** The signing request of that rank; undefined when the key is to be made here. */
export async function typedRequest(
  body: Readonly<Record<string, unknown>>,
  rank: number,
): Promise<string | undefined> {
  if (body[`cle${rank}`] === 'ici') return undefined;
  const file = body[`fichier${rank}`];
  if (file instanceof File && file.size > 0) return await file.text();
  const text = body[`csr${rank}`];
  return typeof text === 'string' ? text : '';
}
