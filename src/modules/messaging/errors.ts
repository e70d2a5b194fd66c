import { type FieldProblem, Refusal } from '../../platform/errors.js';
import { type LoadState, notHeldWords } from '../../platform/files/load-book.js';

const refusal = (status: number, code: string, message: string) =>
  new Refusal({ code: `messaging.${code}`, status, message });

const ofFile = (code: string, file: string, message: string) =>
  new Refusal({
    code: `messaging.import-${code}`,
    status: 422,
    message: `${file} : ${message}`,
    data: { file },
  });

/** The refusals of this module. */
export const errors = {
  invalidMailbox: (fields: readonly FieldProblem[]) =>
    new Refusal({
      code: 'messaging.invalid-mailbox',
      status: 422,
      message: 'Cette BAL est refusée.',
      fields,
    }),
  /** Unknown, or another operator's: nobody learns which. */
  unknownMailbox: () => refusal(404, 'unknown-mailbox', 'Vous n’avez pas de BAL de cet identifiant.'),
  alreadyThere: (id: string) =>
    new Refusal({
      code: 'messaging.already-there',
      status: 409,
      message: 'Vous publiez déjà cette adresse.',
      data: { id },
    }),
  stale: (version: number) =>
    new Refusal({
      code: 'messaging.stale-version',
      status: 412,
      message: 'Cette BAL a changé depuis votre lecture.',
      data: { version },
    }),
  unknownOperator: () => refusal(404, 'unknown-operator', 'Cet opérateur est inconnu.'),
  operatorCode: () =>
    refusal(422, 'operator-code', 'Un code a de 2 à 40 lettres minuscules, chiffres et tirets.'),
  operatorText: () =>
    refusal(422, 'operator-text', 'Indiquez le nom de l’opérateur et son adresse de contact.'),
  reasonMissing: () =>
    new Refusal({
      code: 'messaging.reason-missing',
      status: 422,
      message: 'Dites pourquoi, pour le journal.',
      fields: [{ field: 'motif', code: 'reason-missing', message: 'Dites pourquoi, pour le journal.' }],
    }),
  domainWrong: (domain: string) => refusal(422, 'domain-wrong', `« ${domain} » n’est pas un nom de domaine.`),
  domainTaken: (domain: string) =>
    refusal(409, 'domain-taken', `Le domaine ${domain} appartient à un autre opérateur.`),
  noMembers: () => refusal(409, 'no-members', 'Seule une BAL organisationnelle ou de cabinet a des membres.'),
  notApplicative: () =>
    refusal(409, 'not-applicative', 'Seule une BAL applicative s’ouvre par un compte de service.'),
  importHeader: (file: string) =>
    ofFile('header', file, 'ce n’est pas une Extraction_Correspondance_MSSante de 31 colonnes.'),
  importUndated: (file: string) =>
    ofFile('undated', file, 'rien ne dit la date de publication. Donnez-la avec --date AAAAMMJJhhmm.'),
  importOlder: (file: string, last: string) =>
    ofFile('older', file, `une publication plus récente (${last}) est déjà chargée.`),
  importBusy: () =>
    refusal(409, 'import-busy', 'Un autre chargement est en cours. Réessayez quand il sera fini.'),
  importNotHeld: (id: number, state: LoadState | undefined) =>
    refusal(404, 'import-not-held', notHeldWords(`MSSanté ${id}`, state)),
};
