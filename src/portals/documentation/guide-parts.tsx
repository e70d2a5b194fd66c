import type { Child } from 'hono/jsx';

/** A part of the guide; its id is the anchor, and the page that a remark names. */
export interface GuidePart {
  readonly id: string;
  readonly title: string;
  body(issuer: string): Child;
}

function Code({ children }: { children: string }) {
  return (
    <pre tabindex={0}>
      <code>{children}</code>
    </pre>
  );
}

/** The guide, in the order of an integration. */
export const GUIDE_PARTS: readonly GuidePart[] = [
  {
    id: 'commencer',
    title: 'Commencer en deux minutes',
    body: (issuer) => (
      <>
        <p>
          Tout est de l’OpenID Connect ordinaire : donnez l’émetteur à votre bibliothèque, elle lit le reste.
          Du bac à sable à la production, seule l’origine change.
        </p>
        <Code>{`${issuer}\n${issuer}/.well-known/openid-configuration`}</Code>
        <ol>
          <li>
            <a href="/services/compte">Créez un compte</a> par courriel et déclarez votre service : nom,
            contacts, adresses de retour.
          </li>
          <li>
            Bac à sable : il fonctionne tout de suite. Production : un exploitant lit le dossier et décide.
          </li>
          <li>Demandez son secret sur la page du service. Il n’est montré qu’une fois.</li>
        </ol>
      </>
    ),
  },
  {
    id: 'demande',
    title: 'La demande de connexion',
    body: () => (
      <>
        <Code>
          {
            'response_type=code  scope=openid scope_all  acr_values=eidas1\nstate  nonce  redirect_uri  code_challenge (S256)'
          }
        </Code>
        <ul>
          <li>L’adresse de retour est comparée exactement, barre finale comprise.</li>
          <li>
            Un service strict reçoit une erreur sans acr_values=eidas1 ; un service tolérant, un
            avertissement.
          </li>
          <li>
            prompt=login, prompt=none, max_age et login_hint (l’identifiant national) font ce que dit la
            norme.
          </li>
        </ul>
      </>
    ),
  },
  {
    id: 'donnees',
    title: 'Ce que vous recevez',
    body: () => (
      <>
        <p>
          La clé de vos comptes est <code>SubjectNameID</code>, l’identifiant national. Il peut contenir une
          barre oblique : encodez-le dans vos adresses. Tous les exercices et toutes les situations sont
          envoyés ; laissez la personne choisir la sienne.
        </p>
        <p>
          <a href="/services/securite">La liste de toutes les données</a>, par jeu, et{' '}
          <a href="/documentation/userinfo-1.0.schema.json">leur schéma</a>. Une chaîne vide veut dire « non
          connu » dans le jeu national ; le jeu clair n’envoie rien de vide.
        </p>
      </>
    ),
  },
  {
    id: 'durees',
    title: 'Les durées',
    body: () => (
      <ul>
        <li>Code : soixante secondes, une fois. Jeton d’accès : deux minutes.</li>
        <li>
          Jeton de rafraîchissement : trente minutes, une fois. Montré de nouveau dans les trente secondes, il
          donne la même réponse ; plus tard, il ferme la chaîne.
        </li>
        <li>
          La session s’arrête à quatre heures, et après trente minutes sans usage. Rafraîchir ne la prolonge
          pas.
        </li>
        <li>La session de votre application ne doit pas lui survivre.</li>
      </ul>
    ),
  },
  {
    id: 'moyens',
    title: 'Les moyens de connexion',
    body: () => (
      <p>
        Un service qui ne choisit rien accepte tous les moyens forts, présents et à venir, sans changer une
        ligne.
        <code> authMode</code> dit lequel a servi, <code>acr</code> ce qu’il vaut.{' '}
        <a href="/services/conformite#niveaux">Le niveau de chaque moyen</a>.
      </p>
    ),
  },
  {
    id: 'ciba',
    title: 'Sans navigateur (CIBA)',
    body: () => (
      <>
        <Code>
          {
            'POST ext/ciba/auth\nscope  login_hint (identifiant national)  binding_message (deux chiffres)\nacr_values=eidas1  channel=MOBILE ou CARD'
          }
        </Code>
        <p>
          Votre logiciel montre les deux chiffres, la personne les reconnaît sur son téléphone. Demandez
          ensuite les jetons avec auth_req_id, pas plus souvent que <code>interval</code>.
        </p>
      </>
    ),
  },
  {
    id: 'deconnexion',
    title: 'La déconnexion',
    body: () => (
      <p>
        Quand la personne demande à se déconnecter, fermez aussi Pro Santé Connect : <code>logout</code> avec
        id_token_hint, post_logout_redirect_uri et state. Quand votre session expire seule, n’en faites rien.
        Donnez une adresse d’avis de déconnexion : vous saurez quand la session finit ailleurs.
      </p>
    ),
  },
  {
    id: 'changements',
    title: 'Ce qui change pour une personne connue',
    body: () => (
      <p>
        Avec l’option <code>events</code>, un jeton signé (RFC 8417) dit qu’un identifiant a changé, qu’une
        fiche est mise à jour, qu’une personne est radiée ou qu’un moyen est révoqué : vous le demandez (poll)
        ou il vous est envoyé (push), et il revient jusqu’à ce que vous en accusiez réception.
      </p>
    ),
  },
  {
    id: 'certificats',
    title: 'Se prouver par un certificat',
    body: () => (
      <p>
        Choisissez <code>tls_client_auth</code>, donnez le sujet de votre certificat, et appelez les adresses
        de <code>mtls_endpoint_aliases</code> que donne la découverte. Les jetons peuvent être liés au
        certificat (RFC 8705). Un certificat renouvelé au même sujet sert aussitôt.
      </p>
    ),
  },
  {
    id: 'secrets',
    title: 'Changer de secret ou de clés',
    body: () => (
      <p>
        Sur la page du service. Le nouveau secret vaut aussitôt, l’ancien encore le temps que vous choisissez
        : rien n’est coupé. Les clés se changent de même, l’ancienne à côté de la nouvelle. Nos propres clés
        de signature tournent : lisez-les à l’adresse publiée, ne les copiez pas.
      </p>
    ),
  },
  {
    id: 'erreurs',
    title: 'Quand cela échoue',
    body: () => (
      <p>
        Avant que l’adresse de retour soit prouvée, la personne voit une page avec un numéro à donner au
        support. Après, vous recevez <code>error</code> : access_denied (refus ou abandon), login_required,
        invalid_request. Au point des jetons : invalid_grant (usé, expiré, révoqué), invalid_client (secret
        faux). La page Activité de votre service compte tout cela.
      </p>
    ),
  },
  {
    id: 'tests',
    title: 'Vos tests automatiques',
    body: () => (
      <>
        <p>
          Le bac à sable se pilote par programme : personnes, téléphones, cartes, horloge, messages.{' '}
          <code>psc.somebody('finess-staff')</code> invente quelqu’un du préfixe voulu ; avec{' '}
          <code>'edit'</code> et une réponse de userinfo, quelqu’un qui dit cela.
        </p>
        <Code>
          {
            "import { startEsculape } from 'esculape/testing';\n\nconst psc = await startEsculape();\nconst phone = await psc.phone((await psc.person({ profession: '60' })).idNat);\nconst client = await psc.client({ redirectUris: ['http://localhost:8080/cb'] });\nconst answered = phone.approve({ after: 1000 });"
          }
        </Code>
      </>
    ),
  },
];
