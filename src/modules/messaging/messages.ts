/** What people read of each problem of a mailbox. */
export const messages = {
  'address-unreadable': 'Cette adresse n’est pas lisible. Exemple : prenom.nom@domaine.mssante.example.',
  'foreign-domain': 'Ce domaine n’est pas l’un des vôtres.',
  'unknown-type': 'Ce type de BAL n’existe pas à cette date.',
  'type-fixed': 'Le type d’une BAL ne change pas : retirez-la et publiez-en une autre.',
  'holder-fixed': 'Une adresse ne passe jamais à un autre titulaire : publiez-en une nouvelle.',
  'person-needed': 'Indiquez l’identifiant national du titulaire.',
  'person-forbidden':
    'Une BAL organisationnelle ou applicative est celle d’une structure, pas d’une personne.',
  'structure-needed': 'Indiquez la structure.',
  'unknown-structure': 'Cette structure est inconnue.',
  'unknown-person': 'Cette personne est inconnue du répertoire.',
  'closed-person': 'Le dossier de cette personne est fermé.',
  'two-holders': 'Indiquez un identifiant national, ou un titulaire déclaré par sa structure, pas les deux.',
  'unknown-role': 'Ce rôle n’existe pas.',
  'number-needed':
    'Depuis l’ouverture du RPPS+, une BAL personnelle est rattachée au numéro RPPS : faites d’abord enregistrer la personne.',
  'no-right-no-exercise':
    'Cette personne n’exerce pas aujourd’hui : un numéro ne suffit pas pour avoir une BAL personnelle.',
  'no-right-student':
    'Un étudiant n’a pas de BAL personnelle : ajoutez-le aux membres d’une BAL organisationnelle.',
  'no-right-role':
    'Ce rôle n’ouvre pas droit à une BAL personnelle, même avec un numéro RPPS : ajoutez la personne aux membres d’une BAL organisationnelle.',
  'no-right-profession': 'Cette profession n’ouvre pas droit à une BAL personnelle.',
  'not-for-type': 'Ce champ n’existe pas pour ce type de BAL.',
  'confirmation-needed':
    'Afficher une BAL applicative dans l’annuaire est déconseillé : personne ne lit ce qu’elle reçoit. Confirmez que vous le voulez.',
  repeated: 'Cette adresse est déjà plus haut dans l’envoi.',
  'line-unreadable':
    'Cette ligne ne se lit pas : il faut un objet JSON, ou les 31 colonnes du fichier national.',
  'delegate-oneself': 'Cette BAL est déjà la vôtre.',
  'number-for-delegate':
    'Cette personne n’a pas de numéro RPPS : elle n’a pas de moyen d’ouvrir votre BAL sous son nom.',
  'day-over': 'Donnez un dernier jour à venir, sous la forme AAAA-MM-JJ.',
  'text-wrong': 'Ce texte est trop long ou contient des caractères qui ne se voient pas.',
} as const;

export type ProblemCode = keyof typeof messages;
