import { type Context, Hono } from 'hono';
import type { App } from '../../../platform/app.js';
import type { Env } from '../../../platform/http/request.js';
import { Alert, Button, ButtonRow, Form, RadioGroup } from '../../../ui/index.js';
import { deviceOf, type Equipment, isEquipment, meansFor, usualEquipment } from '../rules/equipment.js';
import { type Frame, frameOf } from './frame.js';
import type { SignIn } from './interaction.js';
import { meansPath, openMeans } from './means-tabs.js';
import { CancelForm, SignInPage } from './pages.js';

const ADVICE: Readonly<Record<Equipment, string>> = {
  reader:
    'Un ordinateur avec un lecteur, ses composants installés, et votre carte avec son code à quatre chiffres.',
  phone:
    'Votre téléphone, avec l’application e-CPS activée. Il sert aussi si vous travaillez sur un autre appareil.',
  tablet:
    'Une tablette n’a pas de lecteur de carte : utilisez l’application e-CPS, sur la tablette elle-même ou sur votre téléphone.',
  key: 'Une clé de sécurité, liée d’avance à votre identité depuis votre portail Pro Santé Connect.',
  nothing:
    'Il vous faut au moins un téléphone ou une tablette pour l’e-CPS, ou un lecteur et une carte. Votre structure peut en fournir.',
};

/** Which equipment the person has, and the way that fits it. */
export function equipmentPages(app: App, signInOf: (c: Context<Env>) => Promise<SignIn>): Hono<Env> {
  return new Hono<Env>().get('/:uid/equipement', async (c) => {
    const signIn = await signInOf(c);
    const asked = c.req.query('equipement');
    const guess = usualEquipment(deviceOf(c.req.header('user-agent')));
    const equipment = isEquipment(asked) ? asked : guess;
    return c.html(<EquipmentPage signIn={signIn} frame={frameOf(c, app)} equipment={equipment} />);
  });
}

function EquipmentPage(props: { signIn: SignIn; frame: Frame; equipment: Equipment | undefined }) {
  const { signIn, frame, equipment } = props;
  return (
    <SignInPage title="Quel équipement avez-vous ?" frame={frame}>
      {equipment ? <Advice signIn={signIn} equipment={equipment} /> : null}
      <Form method="get" action={`/auth/connexion/${signIn.uid}/equipement`} label="Équipement">
        <RadioGroup
          name="equipement"
          label="J’ai à portée de main"
          value={equipment}
          options={[
            { value: 'reader', label: 'Un ordinateur avec un lecteur de carte' },
            { value: 'phone', label: 'Un téléphone' },
            { value: 'tablet', label: 'Une tablette seulement' },
            { value: 'key', label: 'Une clé de sécurité' },
            { value: 'nothing', label: 'Rien de cela' },
          ]}
        />
        <Button kind="secondary">Voir le moyen qui convient</Button>
      </Form>
      <CancelForm signIn={signIn} />
    </SignInPage>
  );
}

function Advice({ signIn, equipment }: { signIn: SignIn; equipment: Equipment }) {
  const means = meansFor(equipment);
  const taken = means && openMeans(signIn).includes(means);
  const labels = {
    CARD: 'Continuer avec ma carte',
    ECPS: 'Continuer avec mon e-CPS',
    WEBAUTHN: 'Continuer avec ma clé de sécurité',
  };
  return (
    <>
      <Alert title="Le moyen qui convient" live>
        <p>{ADVICE[equipment]}</p>
        {means && !taken ? <p>Mais {signIn.service.name} n’accepte pas ce moyen.</p> : null}
      </Alert>
      {means && taken ? (
        <ButtonRow>
          <Button href={meansPath(signIn.uid, means)}>{labels[means]}</Button>
        </ButtonRow>
      ) : null}
    </>
  );
}
