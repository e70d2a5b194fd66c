import type { Context } from 'hono';
import type { wallet } from '../../modules/identity-provider/index.js';
import type { Env } from '../../platform/http/request.js';
import { Alert, Button, ButtonRow, Checkbox, Form, Page } from '../../ui/index.js';
import { DOOR, Frame } from './frame.js';
import { ServiceList } from './session-card.js';

const Back = () => (
  <Button kind="quiet" href="/portefeuille">
    Ne rien changer
  </Button>
);

/** Asks once more before a session is closed. */
export function CloseOnePage({ c, session }: { c: Context<Env>; session: wallet.OpenSession }) {
  return (
    <Frame c={c} title="Fermer cette session ?" width="narrow">
      <p>Ces services vous redemanderont de vous identifier :</p>
      <ServiceList services={session.services} />
      <p>Cela ne se défait pas : il suffira de vous connecter de nouveau.</p>
      <Form action="/portefeuille/session" hidden={{ sid: session.sid, confirme: 'oui' }}>
        <ButtonRow>
          <Button kind="danger">Fermer la session</Button>
          <Back />
        </ButtonRow>
      </Form>
    </Frame>
  );
}

/** Asks once more before every session is closed. */
export function CloseAllPage({ c, sessions }: { c: Context<Env>; sessions: readonly wallet.OpenSession[] }) {
  return (
    <Frame c={c} title="Fermer toutes vos sessions ?" width="narrow">
      <p>
        {sessions.length > 1 ? `Vos ${sessions.length} sessions se ferment` : 'Votre session se ferme'}, celle
        de cette page comprise, sur tous les postes. Les services vous redemanderont de vous identifier.
      </p>
      <p>Cela ne se défait pas : il suffira de vous connecter de nouveau.</p>
      <Form action="/portefeuille/sessions" hidden={{ confirme: 'oui' }}>
        <ButtonRow>
          <Button kind="danger">Fermer toutes mes sessions</Button>
          <Back />
        </ButtonRow>
      </Form>
    </Frame>
  );
}

/** Asks once more before an e-CPS is ended. */
export function LostPage({ c, device }: { c: Context<Env>; device: string | undefined }) {
  return (
    <Frame c={c} here="lost" title="Mon téléphone est perdu" width="narrow">
      {device === undefined ? (
        <Alert>
          <p>
            Vous n’avez pas d’e-CPS active. Vos codes par application ou par SMS seront arrêtés, si vous en
            avez.
          </p>
        </Alert>
      ) : (
        <>
          <p>
            L’e-CPS de <strong>{device}</strong> cessera tout de suite de fonctionner, et personne ne pourra
            s’en servir. Vos codes par application ou par SMS aussi, si vous en avez.
          </p>
          <p>
            Cela ne se défait pas. Si vous retrouvez le téléphone, ou pour en utiliser un autre,{' '}
            <a href="/portail-psc/activation">activez une nouvelle e-CPS</a> : quelques minutes suffisent.
          </p>
        </>
      )}
      <Form action="/portefeuille/telephone-perdu">
        <Checkbox
          label="Fermer aussi toutes mes sessions"
          name="sessions"
          hint="Conseillé si le téléphone a été volé. Cette page se ferme aussi."
          checked
        />
        <ButtonRow>
          <Button kind="danger">{device === undefined ? 'Continuer' : 'Arrêter mon e-CPS'}</Button>
          <Back />
        </ButtonRow>
      </Form>
    </Frame>
  );
}

/** Said once every session is closed, this one included: nobody is signed in here any more. */
export function ClosedPage({ sandbox, lost }: { sandbox: boolean; lost: boolean }) {
  return (
    <Page
      title="Vos sessions sont fermées"
      width="narrow"
      door={DOOR}
      banner={sandbox ? 'sandbox' : undefined}
    >
      <Alert tone="success" live>
        <p>
          {lost ? 'Votre e-CPS ne fonctionne plus et toutes' : 'Toutes'} vos sessions sont fermées. Les
          services qui le demandent en sont avertis.
        </p>
      </Alert>
      <ButtonRow>
        {lost ? <Button href="/portail-psc/activation">Activer une nouvelle e-CPS</Button> : null}
        <Button kind="secondary" href="/connexion?retour=/portefeuille">
          Se connecter de nouveau
        </Button>
      </ButtonRow>
    </Page>
  );
}
