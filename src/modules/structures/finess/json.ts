import { departementOfCommune } from '../../nomenclatures/index.js';
import type { Address, Position } from '../structure.js';
import { fromEither } from './position.js';
import {
  apeOf,
  dayOf,
  type FinessRecord,
  finessRecord,
  oneLine,
  type RejectedRecord,
  stated,
} from './record.js';

/** A legal entity and its establishments, as FINESS+ nests them. */
type Node = Readonly<Record<string, unknown>>;

/** A member of a grouping: the identifier of a legal entity, and its part in it. */
export interface GroupMember {
  readonly entity: string;
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly role: 'support' | 'member';
}

/** Where in a file a record was read, for the reject file. */
export type Placed = (FinessRecord | RejectedRecord) & { readonly at: string };

/** The members of a grouping without legal personality (`gcc`); none of one that is closed. */
export function groupMembers(value: unknown): GroupMember[] {
  const gcc = node(value);
  if (text(gcc.etatObjet) === 'I') return [];
  const named = { id: text(gcc.gccId), name: text(gcc.nomGcc), type: text(gcc.typeGcc) };
  return list(gcc.pmejDuGcc).map((member) => ({
    ...named,
    entity: text(member.pmSmsseId),
    role: text(member.typeRoleEntiteGroupe) === 'S' ? 'support' : 'member',
  }));
}

/** A legal entity (`pmej`) then its establishments. In: the value, its place in the file. */
export function entityRecords(value: unknown, at: string): Placed[] {
  const pmej = node(value);
  const facts = node(pmej.informationsGeneralesPMEJ);
  const finess = text(facts.numFinessPm);
  const entity = text(facts.pmSmsseId);
  const status = text(facts.statutJuridique);
  const siren = text(facts.siren);
  const own = finessRecord(
    {
      ...{ kind: 'EJ', finess, legalEntity: '', name: text(facts.denominationPm), siret: '', siren },
      ...{ longName: text(facts.denominationLonguePmSmsse), category: '' },
    },
    {
      ...stated({ legalStatus: status, ape: apeOf(text(facts.codeApe)) }),
      ...stated({ openedOn: dayOf(text(facts.dateCreation)) }),
      ...shared(pmej, facts, '02', text(facts.complementAdressePmSmsse)),
    },
    entity,
  );
  const sites = list(pmej.ege).map((ege, i) => ({
    ...siteRecord(ege, { finess, entity, status, siren }),
    at: `${at}.ege[${i}]`,
  }));
  return [{ ...own, at }, ...sites];
}

interface Owner {
  readonly finess: string;
  readonly entity: string;
  readonly status: string;
  readonly siren: string;
}

function siteRecord(ege: Node, owner: Owner): FinessRecord | RejectedRecord {
  const facts = node(ege.informationsGeneralesEGE);
  const [espic] = Array.isArray(facts.espic) ? facts.espic : [facts.espic];
  return finessRecord(
    {
      ...{ kind: 'EG', finess: text(facts.numFinessEge), legalEntity: owner.finess },
      ...{ name: text(facts.nomEgeCourt), longName: text(facts.nomEgeLong) },
      category: text(ege.categorieentiteGeographiqueExercice),
      ...{ siret: text(facts.siret), siren: owner.siren },
    },
    {
      ...stated({ tariff: text(ege.modefixationtarifaire), publicService: text(espic) }),
      ...stated({ legalStatus: owner.status, openedOn: dayOf(text(facts.dateOuverture)) }),
      ...stated({ authorisedOn: dayOf(text(facts.datePremiereAutorisation)) }),
      ...shared(ege, facts, '03', text(facts.complementDenominationEg)),
    },
    owner.entity,
  );
}

/** What a legal entity and an establishment say alike: address of a usage, public contact, closing, last change. */
function shared(one: Node, facts: Node, usage: string, recipient: string) {
  const addresses = list(one.adresse);
  const chosen = addresses.find((address) => text(address.usageAdresse) === usage) ?? addresses[0];
  const contacts = list(one.contact);
  const open = contacts.find((contact) => text(node(contact.typeContact).roleContact) === '01');
  const telecom = node((open ?? contacts[0])?.telecom);
  const changedOn = dayOf(text(one.dateDerniereMaj));
  const told = dayOf(text(facts.dateFermeture));
  const closedOn = told || (text(one.etatObjet) === 'I' ? changedOn : '');
  const position = chosen && positionOf(chosen);
  return {
    ...stated({ changedOn, closedOn }),
    ...(closedOn !== '' && { closing: 'told' as const }),
    ...stated({ phone: text(telecom.telephone), fax: text(telecom.telecopie) }),
    ...stated({ mail: text(telecom.courriel) }),
    ...(chosen && { address: addressOf(chosen, recipient) }),
    ...(position && { position }),
  };
}

function addressOf(address: Node, recipient: string): Address {
  const cell = (name: string) => text(address[name]);
  const commune = cell('cogCommune');
  const town = cell('ligneAcheminement').replace(/^\d{5} */, '');
  return stated({
    recipient,
    ...{ geographicPoint: cell('complementPointGeographique'), streetNumber: cell('numeroVoie') },
    ...{ repetition: cell('complementVoie'), streetType: cell('typeVoie'), street: cell('libelleVoie') },
    ...{ mention: cell('lieuDit'), postcode: cell('codePostal'), commune },
    ...{ cedexOffice: town, communeName: town },
    departement: commune === '' ? '' : departementOfCommune(commune),
    country: '99000',
  }) as Address;
}

function positionOf(address: Node): Position | undefined {
  const at = node(address.coordonneesGeographique);
  const [x, y] = [text(at.coordonneeX), text(at.coordonneeY)];
  return fromEither(text(at.directionLatitude), text(at.directionLongitude), x, y);
}

const node = (value: unknown): Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : {};

const list = (value: unknown): Node[] => (Array.isArray(value) ? value.map(node) : []);

/** A text or a number; '' for anything else. */
const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? oneLine(String(value)).slice(0, LONGEST) : '';

const LONGEST = 500;
