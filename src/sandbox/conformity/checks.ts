/** `required`: by Pro Santé Connect, or by a standard that it rests on. `advised`: told, and not counted as a fault. */
export type CheckLevel = 'required' | 'advised';

export interface Check {
  readonly title: string;
  /** The requirement, or the section of the standard. */
  readonly source: string;
  readonly level: CheckLevel;
  /** What to do where it fails. */
  readonly remedy: string;
}

const required = (title: string, source: string, remedy: string): Check => ({
  ...{ title, source, remedy },
  level: 'required',
});
const advised = (title: string, source: string, remedy: string): Check => ({
  ...{ title, source, remedy },
  level: 'advised',
});

const CORE = 'OpenID Connect Core';

/** What the bot plays, in the order of the report. */
export const CHECKS = {
  https: required(
    'Le service est en https',
    'Pro Santé Connect, norme TLS 1.2',
    'Servez toutes les pages en https ; http n’est admis que sur la machine du développeur.',
  ),
  button: required(
    'La page d’accueil porte un bouton Pro Santé Connect',
    'Pro Santé Connect, bouton',
    'Mettez un lien ou un formulaire qui nomme « Pro Santé Connect », et qui marche sans JavaScript.',
  ),
  terms: advised(
    'Les conditions d’utilisation parlent de Pro Santé Connect',
    'Pro Santé Connect, PSC 5',
    'Liez vos conditions d’utilisation depuis l’accueil, avec le paragraphe qui décrit Pro Santé Connect.',
  ),
  target: required(
    'Le bouton mène à la demande d’autorisation, avec response_type=code',
    `${CORE} §3.1.2.1`,
    'Envoyez le navigateur à authorization_endpoint avec response_type=code.',
  ),
  acr: required(
    'La demande porte acr_values=eidas1, et rien d’autre',
    'Pro Santé Connect, PSC 6',
    'Ajoutez acr_values=eidas1 à la demande.',
  ),
  scope: required(
    'La demande porte scope=openid scope_all',
    'CI-SIS, transport sécurisé',
    'Ajoutez « openid scope_all » à la demande.',
  ),
  state: required(
    'La demande porte un state imprévisible, neuf à chaque fois',
    'RFC 6749 §10.12',
    'Tirez au hasard 128 bits au moins à chaque départ, et liez-les au navigateur.',
  ),
  nonce: required(
    'La demande porte un nonce imprévisible, neuf à chaque fois',
    `${CORE} §15.5.2`,
    'Tirez au hasard 128 bits au moins à chaque départ.',
  ),
  pkce: advised(
    'La demande porte un défi PKCE S256, neuf à chaque fois',
    'RFC 7636, RFC 9700 §2.1.1',
    'Ajoutez code_challenge et code_challenge_method=S256.',
  ),
  'redirect-uri': required(
    'L’adresse de retour est déclarée, au signe près',
    'RFC 9700 §2.1',
    'Demandez exactement une des adresses déclarées, en https hors de la machine du développeur.',
  ),
  'sign-in': required(
    'Un professionnel se connecte, et le service le reconnaît',
    'Pro Santé Connect, PSC 2',
    'Après le retour, échangez le code, et ouvrez la session de la personne.',
  ),
  'clean-address': advised(
    'Le code ne reste pas dans l’adresse de la page',
    'RFC 9700 §4.2.4',
    'Après l’échange, redirigez vers une adresse sans code ni state.',
  ),
  'no-token-in-urls': required(
    'Aucun jeton ne passe par une adresse du service',
    'RFC 9700 §4.3.2',
    'Gardez les jetons côté serveur.',
  ),
  cookies: required(
    'Le cookie de session est HttpOnly, SameSite, et Secure en https',
    'OWASP ASVS 3.4',
    'Ajoutez HttpOnly, SameSite=Lax et Secure au cookie.',
  ),
  'session-renewed': required(
    'La session change d’identifiant à la connexion',
    'OWASP ASVS 3.2.1',
    'Donnez un nouvel identifiant de session au retour, sinon on peut faire connecter quelqu’un dans la session d’un autre.',
  ),
  refusal: required(
    'Un refus sur le téléphone donne une page, et n’ouvre rien',
    `${CORE} §3.1.2.6`,
    'Traitez error=access_denied au retour : une phrase, et le bouton pour réessayer.',
  ),
  'wrong-state': required(
    'Un retour dont le state est faux est refusé',
    'RFC 6749 §10.12',
    'Comparez le state du retour à celui du départ.',
  ),
  'other-browser': required(
    'Un retour ouvert dans un autre navigateur est refusé',
    'RFC 9700 §4.7',
    'Liez le state au navigateur par un cookie.',
  ),
  'code-replay': required(
    'Un code déjà utilisé n’ouvre rien',
    'RFC 6749 §4.1.2',
    'N’ouvrez la session qu’avec la réponse du point d’échange.',
  ),
  'code-injection': required(
    'Le code d’un autre navigateur n’ouvre rien',
    'RFC 9700 §4.5',
    'Vérifiez le nonce du jeton d’identité, et envoyez code_verifier.',
  ),
  'wrong-iss': advised(
    'Un retour qui nomme un autre fournisseur est refusé',
    'RFC 9207 §2.4',
    'Comparez le paramètre iss du retour à l’issuer de Pro Santé Connect.',
  ),
  'wrong-issuer': required(
    'Un jeton d’identité d’un autre émetteur est refusé',
    `${CORE} §3.1.3.7, règle 2`,
    'Comparez iss à l’issuer découvert.',
  ),
  'wrong-audience': required(
    'Un jeton d’identité destiné à un autre service est refusé',
    `${CORE} §3.1.3.7, règle 3`,
    'Vérifiez que aud contient votre client_id.',
  ),
  expired: required(
    'Un jeton d’identité expiré est refusé',
    `${CORE} §3.1.3.7, règle 9`,
    'Comparez exp à l’heure, à quelques minutes près.',
  ),
  unsigned: required(
    'Un jeton d’identité sans signature (alg none) est refusé',
    `${CORE} §3.1.3.7, règle 7`,
    'N’acceptez que RS256.',
  ),
  'foreign-key': advised(
    'Un jeton d’identité signé d’une autre clé est refusé',
    `${CORE} §3.1.3.7, règle 6`,
    'Vérifiez la signature avec les clés de jwks_uri ; la norme en dispense qui reçoit le jeton du point d’échange, en TLS.',
  ),
  'wrong-nonce': required(
    'Un jeton d’identité dont le nonce est faux est refusé',
    `${CORE} §3.1.3.7, règle 11`,
    'Comparez nonce à celui du départ.',
  ),
  'no-id-token': required(
    'Une réponse sans jeton d’identité est refusée',
    `${CORE} §3.1.3.3`,
    'Exigez id_token dans la réponse du point d’échange.',
  ),
  'other-person': advised(
    'Une réponse userinfo sur une autre personne est refusée',
    `${CORE} §5.3.2`,
    'Comparez sub de userinfo à sub du jeton d’identité ; la norme laisse ouvrir par le jeton seul, sans rien montrer de userinfo.',
  ),
  logout: required(
    'Se déconnecter ferme aussi la session Pro Santé Connect',
    'Pro Santé Connect, déconnexion à la demande',
    'Fermez votre session, puis envoyez le navigateur à end_session_endpoint avec id_token_hint.',
  ),
  'session-end': required(
    'La session du service ne survit pas à celle de Pro Santé Connect',
    'RIE-PS 13',
    'Déclarez une adresse de déconnexion d’arrière-plan (backchannelLogoutUri), et fermez la session qu’elle nomme.',
  ),
  'forged-logout': required(
    'Un ordre de déconnexion mal signé est refusé',
    'OpenID Connect Back-Channel Logout §2.6',
    'Vérifiez logout_token comme un jeton d’identité, et répondez 400.',
  ),
} as const satisfies Record<string, Check>;

export type CheckId = keyof typeof CHECKS;
