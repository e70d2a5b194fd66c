import { type Grant, type Role, roleLabel, shownUser, type User } from '../../modules/access/index.js';
import { Alert, Button, Card, EmptyState, Form, Grid, Page } from '../../ui/index.js';
import { doorOf } from './role-doors.js';

interface Frame {
  readonly sandbox: boolean;
}

const banner = ({ sandbox }: Frame) => (sandbox ? ('sandbox' as const) : undefined);

/** The ways to sign in: Pro Santé Connect, one's ordre, and in the sandbox any person or role. */
export function SignInPage(props: Frame & { returnTo: string; psc: boolean }) {
  const back = encodeURIComponent(props.returnTo);
  return (
    <Page
      title="Se connecter"
      lead="Une seule connexion ouvre tous les portails auxquels vous avez droit."
      banner={banner(props)}
    >
      <Grid min="large">
        <Card
          title="Avec Pro Santé Connect"
          footer={
            props.psc ? <Button href={`/connexion/psc?retour=${back}`}>Pro Santé Connect</Button> : undefined
          }
        >
          <p>Par votre e-CPS, en approuvant sur votre téléphone, ou par votre carte dans un lecteur.</p>
          {props.psc ? null : <p>Pro Santé Connect n’est pas encore ouvert à ces portails.</p>}
        </Card>
        <Card
          title="Par votre ordre"
          footer={
            <Button href="/ordres" kind="secondary">
              Choisir mon ordre
            </Button>
          }
        >
          <p>
            Sans e-CPS : un lien par courriel, puis un code par SMS, aux coordonnées que votre ordre connaît.
          </p>
        </Card>
        {props.sandbox ? <SandboxCard back={back} /> : null}
      </Grid>
    </Page>
  );
}

function SandboxCard({ back }: { back: string }) {
  return (
    <Card
      title="Bac à sable"
      footer={
        <Button href={`/sandbox/connexion?retour=${back}`} kind="secondary">
          Se connecter en tant que…
        </Button>
      }
    >
      <p>Prenez la place d’un professionnel d’essai, d’un agent ou d’un autre rôle.</p>
    </Card>
  );
}

/** Asks before signing out, for those who came by a link. */
export function SignOutPage(props: Frame & { user: User | undefined }) {
  return (
    <Page title="Se déconnecter" width="narrow" banner={banner(props)}>
      {props.user ? (
        <Form action="/connexion/fin">
          <p>Vous êtes connecté : {props.user.name}.</p>
          <Button>Se déconnecter</Button>
        </Form>
      ) : (
        <Alert>Personne n’est connecté.</Alert>
      )}
    </Page>
  );
}

/** Said once the session is over. */
export function SignedOutPage(props: Frame) {
  return (
    <Page title="Vous êtes déconnecté" width="narrow" banner={banner(props)}>
      <Alert tone="success">Votre session est fermée sur tous les portails.</Alert>
      <p>
        <Button href="/connexion" kind="secondary">
          Se connecter de nouveau
        </Button>
      </p>
    </Page>
  );
}

export interface RolesProps extends Frame {
  readonly user: User;
  readonly grants: readonly Grant[];
  /** Names of structures, by their technical id. */
  readonly names: ReadonlyMap<string, string>;
  /** Absent: each role opens its own door. */
  readonly returnTo?: string;
}

/** « Agir en tant que »: every role and habilitation of the account, each with its door, one form each. */
export function RolesPage(props: RolesProps) {
  const { user } = props;
  const own: Grant[] = user.idNat ? [{ role: 'professional', scope: '' }] : [];
  const isCurrent = ({ role, scope }: Grant) => role === user.kind && (user.scope[0] ?? '') === scope;
  const others = [...own, ...props.grants].filter((grant) => !isCurrent(grant));
  const current = { role: user.kind, scope: user.scope[0] ?? '' };
  return (
    <Page
      title="Agir en tant que"
      lead="Une seule connexion pour tous les portails. Une session agit en un seul rôle à la fois."
      banner={banner(props)}
      user={shownUser(user)}
    >
      <Alert title={`Vous agissez ici en tant que : ${roleName(current, props)}`}>
        <a href={doorOf(current).href}>{doorOf(current).name}</a>
      </Alert>
      {others.length === 0 ? (
        <EmptyState title="Aucun autre rôle" help="Un rôle s’ajoute à la demande de votre organisation." />
      ) : null}
      <Grid>
        {others.map((grant) => (
          <RoleCard {...props} grant={grant} />
        ))}
      </Grid>
    </Page>
  );
}

function RoleCard(props: RolesProps & { grant: Grant }) {
  const { role, scope } = props.grant;
  const name = roleName(props.grant, props);
  return (
    <Card title={name}>
      <Form action="/connexion/role" hidden={{ role, scope, retour: props.returnTo }} label={name}>
        <p>{doorOf(props.grant).name}</p>
        <Button kind="secondary" label={`Prendre ce rôle : ${name}`}>
          Prendre ce rôle
        </Button>
      </Form>
    </Card>
  );
}

const roleName = ({ role, scope }: Grant, { user, names }: Pick<RolesProps, 'user' | 'names'>) =>
  `${roleLabel(role as Role, user.idNat)}${scope ? ` (${names.get(scope) ?? scope})` : ''}`;
