import { label } from '../../../modules/nomenclatures/index.js';
import { CSV_COLUMNS, type Structure, toProjected } from '../../../modules/structures/index.js';
import type { Establishments } from '../establishments.js';
import { capitals } from './cells.js';

type Write = (text: string) => void;
type Cells = Readonly<Partial<Record<(typeof CSV_COLUMNS)[number], string>>>;

/** Writes `etalab-cs1100507`: one line per establishment. */
export function finessCsv(establishments: Establishments, write: Write): void {
  write(`${CSV_COLUMNS.join(';')}\n`);
  for (let rank = 0; rank < establishments.size; rank += 1) {
    const cells = cellsOf(establishments.site(rank));
    write(`${CSV_COLUMNS.map((column) => cells[column] ?? '').join(';')}\n`);
  }
}

function cellsOf(site: Structure): Cells {
  const { address = {}, position, finess = '', finessLegalEntity = '', category = '' } = site;
  const departement = address.departement ?? '';
  const mapped = position && toProjected(position, departement);
  const town = capitals(address.communeName ?? '');
  return {
    ...{ nofinesset: finess, nofinessej: finessLegalEntity, rs: capitals(site.name) },
    ...{ numvoie: address.streetNumber ?? '', typvoie: address.streetType ?? '', departement },
    ...{
      voie: capitals(address.street ?? ''),
      cog: address.commune ?? '',
      codepostal: address.postcode ?? '',
    },
    ...{ libelle_routage: town, ligneacheminement: `${address.postcode ?? ''} ${town}` },
    ...{ telephone: site.phone ?? '', categetab: category, siret: site.siret ?? '', mft: site.tariff ?? '' },
    ...{
      libcategetab: capitals(label('TRE_R66', category) ?? '').replaceAll(';', ' '),
      sph: site.publicService ?? '',
    },
    ...(mapped && { coordx: mapped.x, coordy: mapped.y, sourcegeocod: `FICTION,${mapped.words}` }),
    ...{ dateouvert: site.openedOn ?? '', datemaj: site.changedOn ?? '' },
  };
}

/** Writes `finess-structures`: the groupings, then each legal entity with its establishments. */
export function finessJson(establishments: Establishments, at: Date, write: Write): void {
  const { entities } = establishments;
  const gcc = JSON.stringify(groupings(establishments));
  write(`{"schemaVersion":"v1.0.0","generatedAt":"${at.toISOString()}","gco":[],"gcc":${gcc},"pmej":[\n`);
  for (const [rank, { sites }] of entities.entries()) {
    const ege = sites.map((site) => egeOf(establishments.site(site), site));
    const end = rank === entities.length - 1 ? ']}' : ',';
    write(`${JSON.stringify({ ...pmejOf(establishments.entity(rank), rank), ege })}${end}\n`);
  }
}

function groupings({ entities }: Establishments) {
  const members = entities.flatMap(({ group }, rank) => (group ? [{ group, rank }] : []));
  return [...Map.groupBy(members, ({ group }) => group.id).values()].map((of) => ({
    ...{ gccId: of[0]?.group.id, nomGcc: of[0]?.group.name, typeGcc: of[0]?.group.type, etatObjet: 'A' },
    pmejDuGcc: of.map(({ group, rank }) => ({
      pmSmsseId: String(rank + 1),
      typeRoleEntiteGroupe: group.role === 'support' ? 'S' : 'M',
    })),
  }));
}

function pmejOf(entity: Structure, rank: number) {
  return {
    informationsGeneralesPMEJ: {
      ...{ pmSmsseId: String(rank + 1), numFinessPm: entity.finess, denominationPm: capitals(entity.name) },
      ...{ siren: entity.siren, statutJuridique: entity.legalStatus, dateCreation: entity.openedOn },
    },
    adresse: [addressOf(entity, '02')],
    etatObjet: 'A',
    dateDerniereMaj: `${entity.changedOn}T00:00:00Z`,
  };
}

function egeOf(site: Structure, rank: number) {
  return {
    informationsGeneralesEGE: {
      ...{ egeId: String(rank + 1), numFinessEge: site.finess, nomEgeCourt: capitals(site.name) },
      ...{ siret: site.siret, dateOuverture: site.openedOn },
      ...(site.publicService && { espic: [site.publicService] }),
    },
    categorieentiteGeographiqueExercice: site.category,
    ...(site.tariff && { modefixationtarifaire: site.tariff }),
    adresse: [addressOf(site, '03')],
    contact: [{ typeContact: { roleContact: '01' }, telecom: { telephone: site.phone } }],
    etatObjet: 'A',
    dateDerniereMaj: `${site.changedOn}T00:00:00Z`,
  };
}

function addressOf({ address = {}, position }: Structure, usageAdresse: string) {
  return {
    ...{ usageAdresse, numeroVoie: address.streetNumber, typeVoie: address.streetType },
    ...{
      libelleVoie: capitals(address.street ?? ''),
      codePostal: address.postcode,
      cogCommune: address.commune,
    },
    ligneAcheminement: capitals(address.communeName ?? ''),
    ...(position && {
      coordonneesGeographique: {
        directionLatitude: String(position.latitude),
        directionLongitude: String(position.longitude),
      },
    }),
  };
}
