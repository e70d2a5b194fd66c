import { Alert, Page } from '../../ui/index.js';
import { EnrolScreen, OpenScreen, WelcomeScreen } from './activation-screens.js';
import { CodeScreen, HomeScreen, RequestScreen, ResultScreen } from './daily-screens.js';
import { DeleteScreen } from './delete-screen.js';
import { RenewalScreen } from './renewal-screen.js';

/**
 * The whole phone in one page: every screen is there, hidden; the script shows one at a time. `profile` is the
 * device asked for in the address (`android`, `ios`); `origin` is where signed answers must come from.
 */
export function PhonePage(props: { sandbox: boolean; origin: string; profile: string | undefined }) {
  return (
    <Page
      title={props.sandbox ? 'e-CPS bêta' : 'e-CPS'}
      heading={false}
      door={{ name: props.sandbox ? 'e-CPS bêta' : 'e-CPS', href: '/e-cps' }}
      width="narrow"
      banner={props.sandbox ? 'sandbox' : undefined}
      manifest={`/e-cps/manifest${props.sandbox ? '-beta' : ''}.webmanifest`}
      appIcon="/e-cps/icon-180.png"
      scripts={['/e-cps/phone.js']}
    >
      <h1 class="visually-hidden">Mon e-CPS</h1>
      <noscript>
        <Alert tone="warning" title="JavaScript est nécessaire">
          <p>
            La clé de votre e-CPS naît et reste dans ce navigateur : sans JavaScript, elle ne peut pas y être.
          </p>
        </Alert>
      </noscript>
      <div
        id="phone"
        data-origin={props.origin}
        data-profile={props.profile === 'ios' || props.profile === 'android' ? props.profile : ''}
      >
        <div data-notice role="status" />
        <UnsupportedScreen origin={props.origin} />
        <WelcomeScreen />
        <OpenScreen />
        <EnrolScreen />
        <HomeScreen />
        <RequestScreen />
        <CodeScreen />
        <RenewalScreen />
        <DeleteScreen />
        <ResultScreen />
      </div>
    </Page>
  );
}

function UnsupportedScreen({ origin }: { origin: string }) {
  return (
    <section data-screen="unsupported" hidden>
      <h2 tabindex={-1}>Cette page ne peut pas protéger votre clé</h2>
      <Alert tone="warning">
        <p data-text="reason" />
      </Alert>
      <h3>Comment faire</h3>
      <ul>
        <li>
          Ouvrez l’e-CPS à son adresse : <a href={`${origin}/e-cps`}>{`${origin}/e-cps`}</a>
        </li>
        <li>
          Depuis un autre appareil, il faut une adresse en https : l’exploitant démarre le programme avec{' '}
          <code>HOST=0.0.0.0</code> et <code>ESCULAPE_ORIGIN=https://nom-de-la-machine:3443</code>, et le
          téléphone installe l’autorité publiée à l’adresse <code>/igc/chaine.pem</code>. Un certificat public
          devant le programme convient aussi.
        </li>
        <li>Pour un essai, ouvrez cette page sur la machine du programme, à l’adresse localhost.</li>
      </ul>
    </section>
  );
}
