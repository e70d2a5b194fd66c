import { MEANS } from '../../../modules/identity-provider/index.js';
import { Checkbox, Field, Fieldset, Select, TextArea } from '../../../ui/index.js';
import { type FieldsProps, fieldOf } from './fields.js';
import { type CHECKED_OPTIONS, MEANS_FIELD } from './option-names.js';

const CHECKED: Readonly<Record<(typeof CHECKED_OPTIONS)[number], readonly [label: string, hint: string]>> = {
  dpop: ['Jetons liés à une clé de l’appelant (DPoP)', 'RFC 9449 : un jeton volé ne sert à personne.'],
  certificateBoundTokens: ['Jetons liés au certificat du service', 'RFC 8705 §3 ; à la place d’une clé.'],
  nationalCnf: ['Avec l’écriture nationale de cnf', 'Seulement pour des jetons liés à un certificat.'],
  pushedRequests: ['Demandes déposées d’avance seulement (PAR)', 'RFC 9126.'],
  singleFactorReentry: [
    'Un seul facteur pour revenir',
    'Dans les quatre heures d’une connexion forte (RIE-PS 10).',
  ],
  sharedWorkstation: [
    'Postes partagés',
    'Une session ouverte est montrée et confirmée avant de laisser entrer.',
  ],
  nonNominativeCards: [
    'Cartes CPE sans nom de personne',
    'La carte d’un service ou d’un employeur : elle ne dit pas qui la tient.',
  ],
};

/** What a service may choose; unsaid, each choice keeps its usual value. */
export function OptionFields(props: FieldsProps) {
  const { typed } = props;
  const field = fieldOf(props);
  return (
    <details>
      <summary>Options : authentification du service, moyens acceptés, CIBA, déconnexion, données</summary>
      <ProofFields {...props} />
      <Fieldset legend="Moyens acceptés" hint="Aucun coché : tous les moyens forts, présents et à venir.">
        {MEANS.map(({ code, label }) => (
          <Checkbox name={MEANS_FIELD + code} label={label} checked={Boolean(typed[MEANS_FIELD + code])} />
        ))}
      </Fieldset>
      <Select
        {...field('options/pscOnly')}
        label="Ce que dit la page de connexion"
        options={[
          { value: 'oui', label: 'Pro Santé Connect est le seul accès' },
          { value: 'non', label: 'D’autres accès existent' },
        ]}
        blank="Rien"
      />
      {Object.entries(CHECKED).map(([name, [label, hint]]) => (
        <Checkbox
          name={`options/${name}`}
          label={label}
          hint={hint}
          checked={typed[`options/${name}`] === 'oui'}
        />
      ))}
      <CibaFields {...props} />
      <EventFields {...props} />
      <DataFields {...props} />
      <TextArea
        {...field('options/others')}
        label="Autres options"
        hint="Un objet JSON, avec les noms de la documentation : par exemple tokenExchange pour l’échange de jetons."
        rows={4}
      />
    </details>
  );
}

function ProofFields(props: FieldsProps) {
  const field = fieldOf(props);
  return (
    <>
      <Select
        {...field('options/authentication')}
        label="Comment le service se prouve"
        options={[
          { value: 'secret', label: 'Un secret' },
          { value: 'private_key_jwt', label: 'Sa clé privée (private_key_jwt)' },
          { value: 'tls_client_auth', label: 'Son certificat (tls_client_auth)' },
        ]}
        blank="Habituel : un secret"
      />
      <TextArea
        {...field('options/jwks')}
        label="Clés publiques du service"
        hint='JSON : {"keys": […]}'
        rows={4}
      />
      <Field {...field('options/jwksUri')} label="Ou l’adresse où elles sont" type="url" />
      <Field
        {...field('options/tls')}
        label="Sujet du certificat du service"
        hint="CN=logiciel,OU=1990000019,O=…,C=FR. Un certificat renouvelé au même sujet sert aussitôt, l’ancien jusqu’à sa fin."
      />
    </>
  );
}

function CibaFields(props: FieldsProps) {
  const field = fieldOf(props);
  return (
    <>
      <Select
        {...field('options/ciba')}
        label="Connexion sans navigateur (CIBA)"
        options={[
          { value: 'poll', label: 'Le service demande la réponse (poll)' },
          { value: 'ping', label: 'Le service est prévenu (ping)' },
        ]}
        blank="Non"
      />
      <Field {...field('options/notificationUri')} label="Adresse à prévenir" type="url" />
      <Field
        {...field('options/backchannelLogoutUri')}
        label="Avis de déconnexion, de serveur à serveur"
        type="url"
      />
      <Field
        {...field('options/frontchannelLogoutUri')}
        label="Avis de déconnexion, par le navigateur"
        type="url"
      />
    </>
  );
}

function EventFields(props: FieldsProps) {
  const field = fieldOf(props);
  return (
    <>
      <Select
        {...field('options/events')}
        label="Avis de changement des personnes connues"
        options={[
          { value: 'poll', label: 'Le service les demande (poll)' },
          { value: 'push', label: 'Ils lui sont envoyés (push)' },
        ]}
        blank="Non"
      />
      <Field {...field('options/endpoint')} label="Adresse qui les reçoit" type="url" />
    </>
  );
}

function DataFields(props: FieldsProps) {
  const field = fieldOf(props);
  return (
    <>
      <Select
        {...field('options/claims')}
        label="Jeu de données"
        options={[
          { value: 'national', label: 'National, à la lettre' },
          { value: 'clean', label: 'Clair : rien de vide, libellés à côté des codes' },
        ]}
        blank="Habituel : national"
      />
      <Select
        {...field('options/subject')}
        label="Identifiant sub"
        options={[
          { value: 'national', label: 'Suit l’identifiant national' },
          { value: 'stable', label: 'Reste le premier donné' },
        ]}
        blank="Habituel : national"
      />
    </>
  );
}
