import { type Grant, ROLE_LABELS, type Role, shownUser, type User } from '../../modules/access/index.js';
import { Alert, Button, Card, EmptyState, Form, Grid, Page } from '../../ui/index.js';

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
          <p>Vous avez une e-CPS active : approuvez la connexion sur votre téléphone.</p>
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

/** The roles that the account may take, one form each. */
export function RolesPage(props: Frame & { user: User; grants: readonly Grant[]; returnTo: string }) {
  const { user } = props;
  const own: Grant[] = user.idNat ? [{ role: 'professional', scope: '' }] : [];
  const isCurrent = ({ role, scope }: Grant) => role === user.kind && (user.scope[0] ?? '') === scope;
  const others = [...own, ...props.grants].filter((grant) => !isCurrent(grant));
  return (
    <Page title="Changer de rôle" banner={banner(props)} user={shownUser(user)}>
      <p>Vous agissez ici en tant que : {roleName(user.kind, user.scope[0] ?? '')}.</p>
      {others.length === 0 ? (
        <EmptyState title="Aucun autre rôle" help="Un rôle s’ajoute à la demande de votre organisation." />
      ) : null}
      {others.map(({ role, scope }) => (
        <Form
          action="/connexion/role"
          hidden={{ role, scope, retour: props.returnTo }}
          label={roleName(role, scope)}
        >
          <Button kind="secondary">{roleName(role, scope)}</Button>
        </Form>
      ))}
    </Page>
  );
}

const roleName = (role: string, scope: string) => `${ROLE_LABELS[role as Role]}${scope ? ` (${scope})` : ''}`;
