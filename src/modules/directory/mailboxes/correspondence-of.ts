import { correspondenceLine, type Mailbox } from '../../messaging/index.js';
import { label, profession, savoirFaireList } from '../../nomenclatures/index.js';
import type { Structure } from '../../structures/index.js';
import type { EntryPerson } from '../entry.js';
import { publicExercises } from '../rules/current.js';

const NOBODY = {
  ...{
    idType: '',
    number: '',
    idNat: '',
    civility: '',
    name: '',
    givenName: '',
    category: '',
    categoryLabel: '',
  },
  ...{ profession: '', professionLabel: '', skill: '', skillLabel: '' },
};
const NOWHERE = {
  ...{ structureIdType: '', structure: '', structureName: '', brand: '', recipient: '', geographicPoint: '' },
  ...{ streetNumber: '', repetition: '', streetType: '', street: '', mention: '', routing: '', postcode: '' },
  ...{ departement: '', country: '' },
};

/**
 * The lines of `Extraction_Correspondance_MSSante` for the mailboxes of one holder, without their ends: one a mailbox,
 * with the first exercise and savoir-faire of the person. In: what the directory holds of the mailboxes, the person who
 * holds them (none for a structure), the structures that they name by id, the day (`YYYY-MM-DD`). A mailbox of the red
 * list, or one that is not published, gives no line.
 */
export function correspondenceOf(
  mailboxes: readonly Mailbox[],
  person: EntryPerson | undefined,
  places: ReadonlyMap<string, Structure>,
  on: string,
): string[] {
  const who = person ? personCells(person, on) : NOBODY;
  return mailboxes
    .filter(({ published, redList }) => published && !redList)
    .map(({ address, type, structureId, service = '', dematerialisation }) =>
      correspondenceLine({
        ...{ type, address, ...who, ...placeCells(places.get(structureId ?? '')), service },
        dematerialisation: dematerialisation ? 'O' : 'N',
      }),
    );
}

function personCells(person: EntryPerson, on: string): typeof NOBODY {
  const identifiers = { idType: person.idNat[0] ?? '', number: person.idNat.slice(1), idNat: person.idNat };
  const [exercise] = publicExercises(person, on);
  if (!exercise) return { ...NOBODY, ...identifiers };
  const [skill] = exercise.skills;
  return {
    ...identifiers,
    civility: words('TRE_R11', exercise.civility),
    name: exercise.name.toUpperCase(),
    givenName: exercise.givenName.toUpperCase(),
    category: exercise.category,
    categoryLabel: words('TRE_R09', exercise.category),
    profession: exercise.profession,
    professionLabel: profession(exercise.profession)?.label ?? '',
    skill: skill?.code ?? '',
    skillLabel: skill ? words(savoirFaireList(skill.type) ?? 'TRE_R38', skill.code) : '',
  };
}

/** A structure without national id is named by its technical id, and has no kind. */
function placeCells(structure: Structure | undefined): typeof NOWHERE {
  if (!structure) return NOWHERE;
  const { id, nationalId, name, brand = '', address = {} } = structure;
  const {
    recipient = '',
    geographicPoint = '',
    streetNumber = '',
    repetition = '',
    streetType = '',
  } = address;
  const { street = '', mention = '', postcode = '', departement = '' } = address;
  const town = address.cedexOffice ?? address.communeName ?? '';
  return {
    ...{ structureIdType: nationalId?.[0] ?? '', structure: nationalId ?? id, structureName: name, brand },
    ...{
      recipient,
      geographicPoint,
      streetNumber,
      repetition,
      streetType,
      street,
      mention,
      postcode,
      departement,
    },
    routing: /^\d{5} /.test(town) ? town : [postcode, town].filter(Boolean).join(' '),
    country: countryWords(address.country),
  };
}

const FRANCE = new Set(['99000', '99100']);

const countryWords = (code: string | undefined): string =>
  code === undefined ? '' : FRANCE.has(code) ? 'France' : words('TRE_R20', code);

const words = (list: string, code: string | undefined): string =>
  code === undefined ? '' : (label(list, code) ?? '');
