import { Alert, Button, Form, Tabs } from '../../../ui/index.js';
import { meansNotTaken } from '../errors.js';
import { type MeansCode, meansOf } from '../rules/means.js';
import type { SignIn } from './interaction.js';

/** The page of each means, below that of the sign-in. Both kinds of codes are asked for on one page. */
const PATHS: Readonly<Record<MeansCode, string>> = {
  ECPS: '',
  CARD: '/carte',
  DELEGATION: '/delegation',
  WEBAUTHN: '/cle',
  TOTP: '/code',
  SMS: '/code',
};

/** Means strong enough to pair an account of an establishment with. */
const PAIRING: readonly MeansCode[] = ['ECPS', 'CARD'];

/** The means that this sign-in may go on with: those that the service takes, or those that pair an account. */
export const openMeans = ({ kept, offered }: Pick<SignIn, 'kept' | 'offered'>): readonly MeansCode[] =>
  kept.delegated ? PAIRING : offered;

/** @throws errors.meansNotTaken unless this sign-in may go on with that means */
export function assertOpen(signIn: SignIn, code: MeansCode): void {
  if (!openMeans(signIn).includes(code)) throw meansNotTaken();
}

/** Address of the page of a means. */
export const meansPath = (uid: string, code: MeansCode): string => `/auth/connexion/${uid}${PATHS[code]}`;

/** The means by which a person can sign in, and what the service said of the other ways into it. */
export function MeansTabs({ signIn, current }: { signIn: SignIn; current: MeansCode }) {
  const { kept, service, uid } = signIn;
  const tabs = openMeans(signIn).filter(
    (code, index, all) => all.findIndex((other) => PATHS[other] === PATHS[code]) === index,
  );
  return (
    <>
      {kept.delegated ? (
        <Alert title={`Vous associez votre compte ${kept.delegated.label}`}>
          <p>
            Montrez une fois votre e-CPS ou votre carte. Ensuite, {kept.delegated.establishmentName} suffira.
          </p>
          <Form action={`/auth/connexion/${uid}/delegation/rejeter`} label="Ne pas associer">
            <Button kind="quiet">Ne pas associer ce compte</Button>
          </Form>
        </Alert>
      ) : null}
      <Tabs
        label="Moyen de connexion"
        items={tabs.map((code) => ({
          label: PATHS[code] === '/code' ? 'Code' : meansOf(code).label,
          href: meansPath(uid, code),
          current: PATHS[code] === PATHS[current],
        }))}
      />
      <OtherWays service={service} />
    </>
  );
}

function OtherWays({ service }: Pick<SignIn, 'service'>) {
  const { pscOnly } = service.options;
  if (pscOnly === undefined) return null;
  return (
    <p class="muted">
      {pscOnly
        ? `${service.name} ne s’ouvre qu’avec Pro Santé Connect.`
        : `${service.name} propose aussi d’autres moyens que Pro Santé Connect : revenez-y pour en choisir un.`}
    </p>
  );
}
