import type { Context } from 'hono';
import type { certificates } from '../../modules/credentials/index.js';
import type { Structure } from '../../modules/structures/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Alert,
  Button,
  ButtonRow,
  Checkbox,
  CopyButton,
  DescriptionList,
  ErrorSummary,
  errorFor,
  Field,
  type FieldError,
  Form,
} from '../../ui/index.js';
import { Frame } from './frame.js';
import { structureHref } from './words.js';

interface RetrieveProps {
  readonly c: Context<Env>;
  readonly structure: Structure;
  readonly request: certificates.CertificateRequest;
  readonly errors?: readonly FieldError[];
}

/** The retrieval of what was ordered: the revocation code twice, the conditions, the password of a key made here. */
export function RetrievePage({ c, structure, request, errors = [] }: RetrieveProps) {
  const base = structureHref(structure.finess ?? '');
  const secret = (name: string, label: string, hint?: string) => (
    <Field
      {...{ name, label, hint }}
      type="password"
      autocomplete="new-password"
      error={errorFor(errors, name)}
      width="medium"
      required
    />
  );
  return (
    <Frame c={c} of={structure} title={`Retirer ${request.commonName}`} width="narrow">
      <ErrorSummary errors={errors} />
      <DescriptionList
        items={[
          { term: 'Structure responsable', value: request.structureName },
          { term: 'Certificat', value: `${request.offer} ${request.usage}` },
          { term: 'Logiciel', value: request.product },
        ]}
      />
      <Form action={`${base}/commandes/${request.id}`} label="Retirer le certificat">
        {secret(
          'revocationCode',
          'Code de révocation',
          '8 signes au moins. Il faudra le donner pour révoquer : personne ne pourra vous le redire.',
        )}
        {secret('revocationCode2', 'Le même code, encore')}
        {request.csr
          ? null
          : secret(
              'password',
              'Mot de passe du fichier de clé',
              '12 signes au moins. La plateforme ne le garde pas : perdu, il faut une autre commande.',
            )}
        <p>
          <a href="/igc/PC">Lire la politique de certification et les conditions d’utilisation</a>
        </p>
        <Checkbox
          name="terms"
          label="J’accepte la politique de certification et les conditions d’utilisation"
          error={errorFor(errors, 'terms')}
        />
        {request.csr ? null : (
          <Alert>
            <p>
              Le fichier PKCS#12 se télécharge dès l’envoi, une seule fois. Revenez ensuite{' '}
              <a href={base}>au suivi</a>.
            </p>
          </Alert>
        )}
        <Button>Retirer</Button>
      </Form>
      <Form action={`${base}/commandes/${request.id}/annuler`} label="Annuler la commande">
        <Button kind="quiet">Annuler cette commande</Button>
      </Form>
    </Frame>
  );
}

/** The certificate that was just retrieved, as text and as a file. */
export function RetrievedPage(props: {
  readonly c: Context<Env>;
  readonly structure: Structure;
  readonly serial: string;
  readonly subject: string;
  readonly pem: string;
}) {
  const { c, structure, serial, subject, pem } = props;
  const base = structureHref(structure.finess ?? '');
  return (
    <Frame c={c} of={structure} title="Certificat retiré">
      <Alert tone="success" live>
        <p>{subject}</p>
      </Alert>
      <pre>
        <code>{pem}</code>
      </pre>
      <CopyButton value={pem} label="Copier le certificat" />
      <ButtonRow>
        <Button href={`${base}/certificats/${serial}/certificat.pem`}>Télécharger</Button>
        <Button kind="secondary" href={base}>
          Revenir au suivi
        </Button>
      </ButtonRow>
      <p>
        Installez-le avec la <a href="/igc/chaine.pem">chaîne des autorités</a>.
      </p>
    </Frame>
  );
}
