import { type FieldProblem, Refusal } from '../../platform/errors.js';

/** Nobody with this identifier is known here. */
export const unknownPerson = () =>
  new Refusal({
    code: 'identity-provider.unknown-person',
    status: 404,
    message: 'Introuvable : aucun professionnel n’est connu sous cet identifiant.',
  });

/** The identifier cannot be read; `suggestion` is what to write instead, where that is sure. */
export const unreadableId = (problem: string, message: string, suggestion: string | undefined) =>
  new Refusal({
    code: 'identity-provider.unreadable-id',
    status: 400,
    message,
    fields: [{ field: 'idNat', code: problem, message }],
    data: suggestion ? { suggestion } : {},
  });

/** What was given is no answer of userinfo. In: paths of the members of a wrong kind; an empty one: the whole. */
export const unreadableUserinfo = (paths: readonly string[]) => {
  const message = 'Ce n’est pas une réponse de userinfo dans le format national.';
  return new Refusal({
    code: 'identity-provider.unreadable-userinfo',
    status: 422,
    message,
    fields: paths.map((path) => ({
      field: ['userinfo', path].filter(Boolean).join('/'),
      code: 'kind',
      message,
    })),
  });
};

/** A service cannot be registered as asked. */
export const invalidService = (fields: readonly FieldProblem[]) =>
  new Refusal({
    code: 'identity-provider.invalid-service',
    status: 422,
    message: 'Ce service ne peut pas être enregistré ainsi.',
    fields,
  });

/** The page belongs to a sign-in that ended, or that another browser began. */
export const signInOver = () =>
  new Refusal({
    code: 'identity-provider.sign-in-over',
    status: 400,
    message: 'Cette connexion a expiré ou est terminée. Repartez du service auquel vous vouliez accéder.',
  });

/** No establishment of that code lets people sign in. */
export const unknownEstablishment = () =>
  new Refusal({
    code: 'identity-provider.unknown-establishment',
    status: 404,
    message: 'Cet établissement ne permet pas de se connecter. Utilisez un autre moyen.',
  });

/** An establishment cannot be registered as asked. */
export const invalidEstablishment = (fields: readonly FieldProblem[]) =>
  new Refusal({
    code: 'identity-provider.invalid-establishment',
    status: 422,
    message: 'Cet établissement ne peut pas être enregistré ainsi.',
    fields,
  });

/** The provider of an establishment does not answer, or not as it should. */
export const providerSilent = (name: string) =>
  new Refusal({
    code: 'identity-provider.provider-silent',
    status: 502,
    message: `${name} ne répond pas. Réessayez dans un moment, ou utilisez un autre moyen.`,
  });

/** The key did not answer as it should, or is bound already. */
export const keyRefused = () =>
  new Refusal({
    code: 'identity-provider.key-refused',
    status: 422,
    message:
      'Cette clé n’a pas pu être vérifiée. Recommencez, avec la clé branchée et votre code ou votre doigt.',
  });

/** The operator takes the keys of some makers only, and this one does not show that it is of theirs. */
export const keyOfOtherMaker = () =>
  new Refusal({
    code: 'identity-provider.key-of-other-maker',
    status: 422,
    message:
      'Cette clé n’est pas d’un fabricant accepté ici, ou votre navigateur n’a pas dit lequel. Autorisez-le à le dire, ou prenez une autre clé.',
  });

export const tooManyKeys = (most: number) =>
  new Refusal({
    code: 'identity-provider.too-many-keys',
    status: 409,
    message: `Cette clé est déjà liée, ou vous en avez déjà ${most} : retirez-en une d’abord.`,
  });

/** A means is added after a sign-in by e-CPS or by card only. */
export const notStrongEnough = () =>
  new Refusal({
    code: 'identity-provider.not-strong-enough',
    status: 403,
    message: 'Reconnectez-vous avec votre e-CPS ou votre carte pour ajouter un moyen de connexion.',
  });

export const wrongCode = () =>
  new Refusal({
    code: 'identity-provider.wrong-code',
    status: 422,
    message: 'Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant et recommencez.',
  });

export const tooManyCodes = () =>
  new Refusal({
    code: 'identity-provider.too-many-codes',
    status: 429,
    message: 'Trop d’essais. Attendez un quart d’heure, ou utilisez un autre moyen.',
  });

export const noMobile = () =>
  new Refusal({
    code: 'identity-provider.no-mobile',
    status: 422,
    message: 'Votre autorité ne connaît pas de mobile pour vous : faites-le enregistrer d’abord.',
  });

/** The service does not take the means that was shown, for this request. */
export const meansNotTaken = () =>
  new Refusal({
    code: 'identity-provider.means-not-taken',
    status: 403,
    message: 'Ce service n’accepte pas ce moyen de connexion. Choisissez-en un autre.',
  });

/** The e-CPS cannot be activated for this identifier; the reason stays with us. */
export const notForActivation = () =>
  new Refusal({
    code: 'identity-provider.not-for-activation',
    status: 422,
    message:
      'L’activation n’est pas possible avec cet identifiant. Vérifiez-le, puis vérifiez auprès de votre autorité (ordre, ARS, employeur) que votre fiche est publiée dans l’Annuaire Santé et que votre mail et votre mobile sont à jour.',
  });

const CLOSED: Readonly<Record<string, string>> = {
  'card-first':
    'Vous avez une carte CPS : activez l’e-CPS avec elle, sur votre portefeuille, même si votre ordre connaît votre mail et votre mobile.',
  'enrol-at-oni':
    'L’activation par mail et mobile demande d’être inscrit à l’ordre national des infirmiers. Inscrivez-vous à l’ordre, ou activez l’e-CPS avec votre carte sur votre portefeuille.',
  'adeli-by-card':
    'Avec un numéro ADELI, l’e-CPS s’active avec la carte CPS seulement, sur votre portefeuille.',
  student: 'En formation, l’e-CPS est ouverte aux internes et aux étudiants en maïeutique.',
  'mobile-without-prefix':
    'Votre mobile est enregistré sans indicatif international : un SMS ne peut pas l’atteindre outre-mer ou à l’étranger. Faites enregistrer le numéro avec son indicatif (par exemple +262) par votre autorité.',
  'no-card': 'Aucune carte en cours de validité n’est connue pour vous.',
  'not-nominative': 'Une carte non nominative n’active pas d’e-CPS.',
};

/** The dated rules close this way to an e-CPS; the message says which way is left. */
export const closedWay = (obstacle: string) =>
  new Refusal({
    code: `identity-provider.${obstacle}`,
    status: 422,
    message: CLOSED[obstacle] ?? 'L’activation n’est pas possible de cette façon.',
  });

/** The session was not opened with a card. */
export const cardNotShown = () =>
  new Refusal({
    code: 'identity-provider.card-not-shown',
    status: 403,
    message: 'Reconnectez-vous avec votre carte : le code à lire par le téléphone n’est montré qu’alors.',
  });

/** No enabled service has this client id. */
export const unknownService = () =>
  new Refusal({
    code: 'identity-provider.unknown-service',
    status: 404,
    message: 'Introuvable : aucun service n’est enregistré sous cet identifiant.',
  });

/** The person is of a population that Pro Santé Connect does not take yet; what a person is, the directory tells. */
export const outsidePerimeter = (label: string) =>
  new Refusal({
    code: 'identity-provider.outside-perimeter',
    status: 422,
    message: `La population ${label} n’est pas encore dans le périmètre de Pro Santé Connect. Rien n’est à refaire : l’activation s’ouvrira quand elle y entrera.`,
  });

export const unknownPopulation = () =>
  new Refusal({
    code: 'identity-provider.unknown-population',
    status: 422,
    message: 'Cette population n’existe pas.',
  });

/** A decision on the perimeter that is not there, or is undone already. */
export const nothingToUndo = () =>
  new Refusal({
    code: 'identity-provider.nothing-to-undo',
    status: 409,
    message: 'Cette décision n’existe pas, ou elle est déjà annulée.',
  });

/** A declaration that is not there, or that another account made. */
export const unknownDeclaration = () =>
  new Refusal({
    code: 'identity-provider.unknown-declaration',
    status: 404,
    message: 'Introuvable : ce dossier de raccordement n’existe pas, ou il n’est pas le vôtre.',
  });

/** A declaration cannot be handed in as it stands. */
export const incompleteDeclaration = (fields: readonly FieldProblem[]) =>
  new Refusal({
    code: 'identity-provider.incomplete-declaration',
    status: 422,
    message: 'Ce dossier n’est pas complet : il n’est pas encore envoyé.',
    fields,
  });

/** An act that has no place in the state of the declaration. */
export const notNow = () =>
  new Refusal({
    code: 'identity-provider.not-now',
    status: 409,
    message: 'Ce n’est pas possible dans l’état du dossier : quelqu’un l’a peut-être déjà fait.',
  });

export const changedMeanwhile = () =>
  new Refusal({
    code: 'identity-provider.changed-meanwhile',
    status: 409,
    message: 'Ce dossier a changé depuis que cette page est ouverte. Reprenez à partir de la page actuelle.',
  });

export const tooManyServices = () =>
  new Refusal({
    code: 'identity-provider.too-many-services',
    status: 409,
    message: 'Un compte porte cinquante dossiers au plus. Écrivez au support pour en ouvrir d’autres.',
  });

/** A refusal needs a reason, which the integrator reads. */
export const reasonNeeded = () =>
  new Refusal({
    code: 'identity-provider.reason-needed',
    status: 422,
    message: 'Dites pourquoi : l’intégrateur lit ce motif.',
    fields: [{ field: 'motif', code: 'required', message: 'Dites pourquoi : l’intégrateur lit ce motif.' }],
  });

/** The session is not one of that person, or is over. */
export const unknownSession = () =>
  new Refusal({
    code: 'identity-provider.unknown-session',
    status: 404,
    message: 'Cette session n’est plus ouverte, ou n’est pas la vôtre.',
  });
