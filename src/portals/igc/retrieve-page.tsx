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
        <Secrets keysMadeHere={!request.csr} errors={errors} />
        {request.csr ? null : <Once base={base}>Le fichier PKCS#12 se télécharge</Once>}
        <Button>Retirer</Button>
      </Form>
      <Form action={`${base}/commandes/${request.id}/annuler`} label="Annuler la commande">
        <Button kind="quiet">Annuler cette commande</Button>
      </Form>
    </Frame>
  );
}

interface RetrieveAllProps {
  readonly c: Context<Env>;
  readonly structure: Structure;
  readonly product: string;
  readonly waiting: readonly certificates.CertificateRequest[];
  readonly errors?: readonly FieldError[];
}

/** The same for all that waits for a product: one code, one zip. */
export function RetrieveAllPage({ c, structure, product, waiting, errors = [] }: RetrieveAllProps) {
  const base = structureHref(structure.finess ?? '');
  return (
    <Frame c={c} of={structure} title={`Tout retirer : ${product}`} width="narrow">
      <ErrorSummary errors={errors} />
      <p>Un seul fichier zip, avec la chaîne des autorités, et :</p>
      <ul>
        {waiting.map(({ commonName, offer, usage, csr }) => (
          <li>
            {commonName} ({offer} {usage}){csr ? '' : ', avec sa clé'}
          </li>
        ))}
      </ul>
      <Form action={`${base}/commandes`} hidden={{ produit: product }} label="Retirer les certificats">
        <Secrets keysMadeHere={waiting.some(({ csr }) => !csr)} errors={errors} />
        <Once base={base}>Le fichier zip se télécharge</Once>
        <Button>Retirer tout</Button>
      </Form>
    </Frame>
  );
}

function Secrets(props: { readonly keysMadeHere: boolean; readonly errors: readonly FieldError[] }) {
  const secret = (name: string, label: string, hint?: string) => (
    <Field
      {...{ name, label, hint }}
      type="password"
      autocomplete="new-password"
      error={errorFor(props.errors, name)}
      width="medium"
      required
    />
  );
  return (
    <>
      {secret(
        'revocationCode',
        'Code de révocation',
        '8 signes au moins. Il faudra le donner pour révoquer : personne ne pourra vous le redire.',
      )}
      {secret('revocationCode2', 'Le même code, encore')}
      {props.keysMadeHere
        ? secret(
            'password',
            'Mot de passe du fichier de clé',
            '12 signes au moins. La plateforme ne le garde pas : perdu, il faut une autre commande.',
          )
        : null}
      <p>
        <a href="/igc/PC">Lire la politique de certification et les conditions d’utilisation</a>
      </p>
      <Checkbox
        name="terms"
        label="J’accepte la politique de certification et les conditions d’utilisation"
        error={errorFor(props.errors, 'terms')}
      />
    </>
  );
}

const Once = ({ base, children }: { readonly base: string; readonly children: string }) => (
  <Alert>
    <p>
      {children} dès l’envoi, une seule fois. Revenez ensuite <a href={base}>au suivi</a>.
    </p>
  </Alert>
);

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
