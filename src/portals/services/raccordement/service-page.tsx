import type { Context } from 'hono';
import type { DeclaredService } from '../../../modules/identity-provider/index.js';
import type { Env } from '../../../platform/http/request.js';
import {
  Alert,
  Button,
  ButtonRow,
  CopyButton,
  DescriptionList,
  Done,
  type FieldError,
  Form,
  formatDateTime,
  Select,
} from '../../../ui/index.js';
import { Frame } from '../frame.js';
import { KIND_WORDS, LEVEL_WORDS, StateTag } from '../words.js';
import { KeysForm } from './keys-form.js';
import { HOME, LIST } from './pages.js';

type C = Context<Env>;

export interface ServicePageProps {
  readonly c: C;
  readonly service: DeclaredService;
  /** What keeps it from being handed in. */
  readonly faults: readonly FieldError[];
  readonly done?: string | undefined;
  /** Just given, told this once. */
  readonly secret?: { readonly clientSecret: string; readonly formerUntil?: Date | undefined };
  readonly keysError?: string;
}

const DONE: Readonly<Record<string, string>> = {
  enregistre: 'Le dossier est enregistré.',
  envoye: 'Le dossier est envoyé : un exploitant décide, vous recevrez un courriel.',
  raccorde: 'Le service est raccordé : demandez son secret, et connectez-vous.',
  cles: 'Les clés sont changées. Retirez l’ancienne quand plus rien ne s’en sert.',
};

/** One declared service: where it stands, what it proves itself by, what comes next. */
export function ServicePage({ c, service, faults, done, secret, keysError }: ServicePageProps) {
  const { id, asked, state, clientId, reason } = service;
  const runs = clientId !== null && state !== 'closed';
  return (
    <Frame
      c={c}
      current="/raccordement"
      title={asked.name || 'Service sans nom'}
      lead={asked.purpose}
      above={LIST}
    >
      <Done words={DONE} code={done} />
      {state === 'refused' ? (
        <Alert tone="error" title="Dossier à reprendre">
          <p>{reason}</p>
        </Alert>
      ) : null}
      <p>
        <StateTag state={state} runs={runs} />
      </p>
      {secret ? <SecretOnce secret={secret} /> : null}
      {clientId !== null && runs ? (
        <Running c={c} service={{ ...service, clientId }} {...(keysError !== undefined && { keysError })} />
      ) : null}
      {state === 'draft' ? <ToHandIn id={id} faults={faults} sandbox={isSandbox(c)} /> : null}
      <h2>Le dossier</h2>
      <DescriptionList
        items={[
          { term: 'Organisation', value: asked.organisation },
          { term: 'Responsable', value: asked.responsible },
          { term: 'Contact technique', value: asked.technicalContact },
          { term: 'Contact fonctionnel', value: asked.functionalContact },
          { term: 'Type', value: KIND_WORDS[asked.kind] },
          { term: 'Niveau exigé', value: LEVEL_WORDS[asked.requiredLevel] },
          { term: 'Adresses de retour', value: asked.redirectUris.join(', ') },
          { term: 'Adresses après déconnexion', value: asked.postLogoutRedirectUris.join(', ') },
          {
            term: 'Options',
            value:
              Object.keys(asked.options).length === 0 ? (
                'celles d’usage'
              ) : (
                <code>{JSON.stringify(asked.options)}</code>
              ),
          },
        ]}
      />
      {state === 'closed' ? null : (
        <ButtonRow>
          <Button kind="secondary" href={`${HOME}/${id}/modifier`}>
            Modifier le dossier
          </Button>
          <Button kind="quiet" href={`${HOME}/${id}/fermer`}>
            Fermer le service
          </Button>
        </ButtonRow>
      )}
    </Frame>
  );
}

const isSandbox = (c: C) => c.get('ctx').config.profile === 'sandbox';

function ToHandIn({ id, faults, sandbox }: { id: string; faults: readonly FieldError[]; sandbox: boolean }) {
  if (faults.length > 0)
    return (
      <Alert title="À compléter avant l’envoi">
        <ul>
          {faults.map(({ message }) => (
            <li>{message}</li>
          ))}
        </ul>
      </Alert>
    );
  return (
    <Form action={`${HOME}/${id}/envoyer`}>
      <p>
        {sandbox
          ? 'Le dossier est complet. Dans un bac à sable, il est accepté tout de suite.'
          : 'Le dossier est complet. Un exploitant le lit et décide.'}
      </p>
      <Button>{sandbox ? 'Raccorder' : 'Envoyer le dossier'}</Button>
    </Form>
  );
}

function SecretOnce({ secret }: { secret: NonNullable<ServicePageProps['secret']> }) {
  return (
    <Alert tone="success" title="Le secret du service, montré cette seule fois" live>
      <p>
        <code>{secret.clientSecret}</code> <CopyButton value={secret.clientSecret} />
      </p>
      {secret.formerUntil ? (
        <p>L’ancien vaut encore jusqu’au {formatDateTime(secret.formerUntil)} : changez-le d’ici là.</p>
      ) : null}
    </Alert>
  );
}

const OVERLAPS = [
  { value: '48', label: 'deux jours' },
  { value: '168', label: 'une semaine' },
  { value: '0', label: 'pas du tout : il a fui' },
];

function Running({
  c,
  service,
  keysError,
}: {
  c: C;
  service: DeclaredService & { clientId: string };
  keysError?: string;
}) {
  const { id, clientId, approved, secretTold } = service;
  const issuer = `${c.get('ctx').config.origin}/auth/realms/esante-wallet`;
  const proof = approved?.options.authentication ?? 'secret';
  return (
    <>
      <h2>Se connecter</h2>
      <DescriptionList
        items={[
          {
            term: 'Émetteur (issuer)',
            value: (
              <>
                <code>{issuer}</code> <CopyButton value={issuer} />
              </>
            ),
          },
          {
            term: 'client_id',
            value: (
              <>
                <code>{clientId}</code> <CopyButton value={clientId} />
              </>
            ),
          },
        ]}
      />
      {proof === 'private_key_jwt' ? (
        <KeysForm id={id} held={approved?.options.jwks} error={keysError} />
      ) : proof === 'tls_client_auth' ? (
        <p>
          Le service se prouve par son certificat. Un certificat renouvelé au même sujet sert aussitôt, sans
          rien changer ici ; l’ancien vaut jusqu’à sa fin ou sa révocation.
        </p>
      ) : (
        <Form action={`${HOME}/${id}/secret`}>
          {secretTold ? (
            <Select label="L’ancien secret vaut encore" name="heures" options={OVERLAPS} width="medium" />
          ) : null}
          <Button kind={secretTold ? 'secondary' : 'primary'}>
            {secretTold ? 'Changer de secret' : 'Donner le secret'}
          </Button>
        </Form>
      )}
      <ButtonRow>
        <Button kind="secondary" href={`${HOME}/${id}/activite`}>
          Activité
        </Button>
        <Button kind="quiet" href="/documentation/guide">
          Guide d’intégration
        </Button>
      </ButtonRow>
    </>
  );
}
