import { Button, Form, Steps } from '../../ui/index.js';

/** A demo service: its name and its address. */
export type DemoLink = { readonly name: string; readonly href: string };

/** The ten steps, each with the link or the button that begins it. */
export function Story({ services }: { services: readonly DemoLink[] }) {
  const [first, second] = services;
  const enrol = { role: 'agent', scope: 'CNOM', retour: '/ordres/cnom/agents/inscription' };
  return (
    <Steps
      items={[
        <>
          <p>Devenez agent de l’ordre des médecins, et inscrivez un médecin.</p>
          <Form method="post" action="/sandbox/connexion" hidden={enrol}>
            <Button>Devenir agent du CNOM</Button>
          </Form>
        </>,
        <>Instruisez puis validez son dossier : le RPPS lui donne son numéro.</>,
        <>
          Retrouvez-le dans l’<a href="/annuaire">Annuaire Santé</a>.
        </>,
        <>
          Demandez pour lui une e-CPS sur le <a href="/portail-psc/activation">portail Pro Santé Connect</a>,
          avec « 8 » suivi du numéro.
        </>,
        <>
          Ouvrez le lien arrivé dans les <a href="/sandbox/messages">messages</a>, tapez le code du SMS,
          choisissez quatre chiffres.
        </>,
        <>
          Allez au service <a href={first?.href}>{first?.name}</a> et identifiez-vous.
        </>,
        <>
          Sur la <a href="/e-cps">page du téléphone</a>, choisissez le nombre que l’ordinateur affiche et
          tapez votre code.
        </>,
        <>
          Passez au service <a href={second?.href}>{second?.name}</a> : rien n’est redemandé.
        </>,
        <>
          Changez le nom d’exercice ou le mobile à l’<a href="/ordres/cnom">ordre</a>, puis actualisez
          l’identité dans le service.
        </>,
        <>
          Suivez le changement, étape par étape, de l’ordre au jeton : <a href="/suivi">suivi</a>.
        </>,
      ]}
    />
  );
}
