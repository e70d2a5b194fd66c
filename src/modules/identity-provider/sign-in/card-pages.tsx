import type { Child } from 'hono/jsx';
import { Alert, Button, ButtonRow, ErrorSummary, Field, Form } from '../../../ui/index.js';
import type { cards } from '../../credentials/index.js';
import type { AwaitedSignIn } from './card-sign-in.js';
import type { Frame } from './frame.js';
import { SignInPage } from './pages.js';

export interface CardFrame extends Frame {
  /** Origin of the program: these pages are served from the card's port. */
  readonly home: string;
}

/** The code of the card, in place of the reader's own window. */
export function CodePage(props: {
  signIn: AwaitedSignIn;
  frame: CardFrame;
  card: cards.Card;
  holder: string;
  fault?: string | undefined;
}) {
  const { signIn, frame, card, holder, fault } = props;
  return (
    <SignInPage title="Code de votre carte" frame={frame} home={frame.home}>
      <p>
        Pour accéder à <strong>{signIn.service.name}</strong> avec la carte {card.type} de{' '}
        <strong>{holder}</strong>
      </p>
      <ErrorSummary errors={fault ? [{ field: 'pin', message: fault }] : []} />
      <Form action={`/carte/${signIn.uid}`} label="Code de la carte">
        <CodeField name="pin" label="Code à quatre chiffres" digits={4} error={fault} />
        <Button wide>Valider</Button>
      </Form>
      <BackLink signIn={signIn} frame={frame} label="Choisir un autre moyen" />
    </SignInPage>
  );
}

export interface UnblockFault {
  readonly field: 'puk' | 'pin';
  readonly message: string;
}

/** Three wrong codes: the unblocking code of the letter, and another code. */
export function BlockedPage(props: {
  signIn: AwaitedSignIn;
  frame: CardFrame;
  fault?: UnblockFault | undefined;
}) {
  const { signIn, frame, fault } = props;
  const about = (field: UnblockFault['field']) => (fault?.field === field ? fault.message : undefined);
  return (
    <SignInPage title="Votre carte est bloquée" frame={frame} home={frame.home}>
      <p>
        Trois codes faux ont été saisis. Débloquez votre carte avec le code de déblocage, reçu dans le même
        courrier que votre code, et choisissez un nouveau code.
      </p>
      <ErrorSummary errors={fault ? [fault] : []} />
      <Form action={`/carte/${signIn.uid}/deblocage`} label="Débloquer la carte">
        <CodeField name="puk" label="Code de déblocage à huit chiffres" digits={8} error={about('puk')} />
        <CodeField name="pin" label="Nouveau code à quatre chiffres" digits={4} error={about('pin')} />
        <Button wide>Débloquer</Button>
      </Form>
      <BackLink signIn={signIn} frame={frame} label="Choisir un autre moyen" />
    </SignInPage>
  );
}

function CodeField(props: { name: string; label: string; digits: number; error?: string | undefined }) {
  return (
    <Field
      label={props.label}
      name={props.name}
      type="password"
      inputmode="numeric"
      autocomplete="off"
      maxlength={props.digits}
      error={props.error}
      required
    />
  );
}

/** Why nothing can be done with what the browser presented, and what to do. */
export const refusedCards = {
  absent: {
    title: 'Aucune carte n’a été présentée',
    body: 'Insérez votre carte dans le lecteur, fermez toutes les fenêtres du navigateur, puis recommencez : il ne redemande un certificat qu’après avoir été fermé.',
  },
  foreign: {
    title: 'Cette carte n’est pas reconnue',
    body: 'Le certificat présenté ne vient pas de l’autorité des cartes de professionnel de santé. Choisissez celui de votre carte.',
  },
  'wrong-kind': {
    title: 'Ce certificat n’est pas celui d’une carte',
    body: 'Il vient de la bonne autorité, mais il appartient à un serveur ou à une organisation. Choisissez le certificat d’authentification de votre carte.',
  },
  opposed: {
    title: 'Votre carte est en opposition',
    body: 'Elle a été déclarée perdue, volée ou remplacée, et ne permet plus de se connecter. Utilisez votre nouvelle carte ou votre e-CPS.',
  },
  expired: {
    title: 'Votre carte a expiré',
    body: 'Sa date de fin de validité est passée. Utilisez votre nouvelle carte ou votre e-CPS.',
  },
  sent: {
    title: 'Votre carte n’est pas encore active',
    body: 'Elle vous a été envoyée, et ses codes suivent par un autre courrier. Utilisez-la quand vous avez reçu les deux.',
  },
  returned: {
    title: 'Votre carte est annulée',
    body: 'Le courrier qui la portait nous est revenu. Demandez-en une autre, ou utilisez votre e-CPS.',
  },
} as const;

/** The card of a service, at a digital service that must know who comes in. */
export const nobodysCard = {
  title: 'Cette carte n’est au nom de personne',
  body: 'C’est la carte d’un service ou d’un employeur. Ce service numérique doit savoir qui se connecte : utilisez une carte à votre nom, ou votre e-CPS.',
};

/** A refusal: what happened, and the way back. */
export function CardRefusedPage(props: {
  signIn?: AwaitedSignIn | undefined;
  frame: CardFrame;
  title: string;
  children?: Child;
}) {
  return (
    <SignInPage title={props.title} frame={props.frame} home={props.frame.home}>
      <Alert tone="warning" live>
        {props.children}
      </Alert>
      <BackLink signIn={props.signIn} frame={props.frame} label="Revenir" />
    </SignInPage>
  );
}

function BackLink(props: { signIn: AwaitedSignIn | undefined; frame: CardFrame; label: string }) {
  const { signIn, frame, label } = props;
  const href = signIn ? `${frame.home}/auth/connexion/${signIn.uid}/carte` : `${frame.home}/portail-psc`;
  return (
    <ButtonRow>
      <Button kind="secondary" href={href}>
        {label}
      </Button>
    </ButtonRow>
  );
}
