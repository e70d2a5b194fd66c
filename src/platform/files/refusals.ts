import { Refusal } from '../errors.js';

/** Refusals of a file as a whole, whatever it is about. In: its name. */
export const fileRefusals = {
  unreadable: (file: string) => refused('unreadable', file, 'ce fichier n’existe pas ou ne se lit pas.'),
  empty: (file: string) => refused('empty', file, 'le fichier est vide.'),
  damaged: (file: string) => refused('damaged', file, 'l’archive est endommagée ou coupée.'),
  locked: (file: string) =>
    refused('locked', file, 'l’archive demande un mot de passe. Décompressez-la et donnez son fichier.'),
  unknownPacking: (file: string) =>
    refused(
      'unknown-packing',
      file,
      'l’archive est d’une sorte qui n’est pas lue ici. Décompressez-la et donnez son fichier.',
    ),
  manyEntries: (file: string, count: number) =>
    refused(
      'many-entries',
      file,
      `l’archive doit contenir un seul fichier, elle en contient ${count}. Décompressez-la et donnez ses fichiers.`,
    ),
  tooBig: (file: string) =>
    refused('too-big', file, 'le contenu de l’archive est démesuré par rapport à sa taille.'),
  noSuchDate: (file: string, date: string) =>
    refused(
      'no-such-date',
      file,
      `la date de publication (${date}) n’existe pas. Corrigez le nom du fichier, ou --date.`,
    ),
  twoDates: (file: string, named: string, told: string) =>
    refused(
      'two-dates',
      file,
      `le nom du fichier dit ${named}, --date dit ${told}. Corrigez l’un, ou ôtez --date.`,
    ),
  ahead: (file: string, date: string) =>
    refused(
      'ahead',
      file,
      `la date de publication (${date}) n’est pas encore venue : les fichiers d’ici là seraient refusés. Corrigez le nom du fichier, ou --date.`,
    ),
  cut: (file: string) => refused('cut', file, 'le fichier est coupé au milieu de sa dernière ligne.'),
};

function refused(reason: string, file: string, message: string): Refusal {
  return new Refusal({
    code: `file.${reason}`,
    status: 422,
    message: `${file} : ${message}`,
    data: { file },
  });
}
