import {
  CORRESPONDENCE,
  CORRESPONDENCE_HEADER,
  correspondenceLine,
  nominativeRight,
  qualitiesOf,
} from '../../../modules/messaging/index.js';
import { label, profession, savoirFaireList } from '../../../modules/nomenclatures/index.js';
import type { Structure } from '../../../modules/structures/index.js';
import { drawsFor, PURPOSE } from '../draws.js';
import type { Citizen, Nation } from '../nation.js';
import { capitals } from './cells.js';

type Row = Parameters<typeof correspondenceLine>[0];

const EMPTY = Object.fromEntries(CORRESPONDENCE.map(([, field]) => [field, ''])) as Row;

/** People who have a mailbox, and mailboxes of services for each of theirs (national file of August 2026). */
const SHARE = 0.26;
const SERVICES_PER_PERSON = 15 / 85;

/** Domains of invented operators, the largest first. */
const DOMAINS = [
  ['medecin.mssante.example', 5],
  ['pro.mssante.example', 3],
  ['region.mssante.example', 2],
] as const;

const SERVICES = [
  ...['URGENCES', 'CARDIOLOGIE', 'RADIOLOGIE', 'ADMISSIONS', 'PHARMACIE', 'GERIATRIE', 'PEDIATRIE'],
  ...['CHIRURGIE', 'MATERNITE', 'LABORATOIRE', 'PSYCHIATRIE', 'REANIMATION'],
];

/** Writes `Extraction_Correspondance_MSSante`: a line for each person who has a mailbox, then those of services. */
export class MailboxFile {
  private people = 0;

  constructor(
    private readonly nation: Nation,
    private readonly write: (line: string) => void,
  ) {
    write(`${CORRESPONDENCE_HEADER}\n`);
  }

  /** The same person has the same address every day. */
  person({ idType, number, files }: Citizen): void {
    const exercise = files[0]?.record.exercises[0];
    if (idType !== '8' || !exercise) return;
    const random = drawsFor(this.nation.seed, PURPOSE.mailbox, Number(number) % 2 ** 31);
    if (!random.chance(SHARE) || !mayHaveOne(files[0]?.record)) return;
    this.people += 1;
    const domain = random.weighted(DOMAINS);
    const [skill] = exercise.skills;
    this.line({
      ...{ type: 'PER', address: `${local(exercise.givenName)}.${number.slice(-7)}@${domain}` },
      ...{ idType, number, idNat: `${idType}${number}` },
      civility: label('TRE_R11', exercise.civility ?? '') ?? '',
      ...{ name: capitals(exercise.name), givenName: capitals(exercise.givenName) },
      ...{ category: exercise.category, categoryLabel: label('TRE_R09', exercise.category) ?? '' },
      profession: exercise.profession,
      professionLabel: profession(exercise.profession)?.label ?? '',
      skill: skill?.code ?? '',
      skillLabel: skill ? (label(savoirFaireList(skill.type) ?? 'TRE_R38', skill.code) ?? '') : '',
      dematerialisation: random.chance(0.7) ? 'O' : 'N',
    });
  }

  /** The mailboxes of services, as many as the people written call for. */
  services(): void {
    const { establishments } = this.nation.estate;
    const wanted = Math.round(this.people * SERVICES_PER_PERSON);
    for (let rank = 0; rank < wanted && establishments.size > 0; rank += 1) {
      const round = Math.floor(rank / establishments.size);
      const service = SERVICES[round % SERVICES.length] ?? '';
      const unit = round < SERVICES.length ? '' : String(Math.floor(round / SERVICES.length) + 1);
      this.service(establishments.site(rank % establishments.size), `${service}${unit && ` ${unit}`}`);
    }
  }

  private service(site: Structure, service: string): void {
    const { finess = '', name, brand = '', address = {} } = site;
    const town = capitals(address.communeName ?? '');
    this.line({
      ...{ type: 'ORG', address: `${local(service)}.${finess.toLowerCase()}@ch.mssante.example`, service },
      ...{
        structureIdType: '1',
        structure: `1${finess}`,
        structureName: capitals(name),
        brand: capitals(brand),
      },
      ...{ streetNumber: address.streetNumber ?? '', streetType: address.streetType ?? '' },
      ...{ street: capitals(address.street ?? ''), postcode: address.postcode ?? '' },
      ...{ routing: `${address.postcode ?? ''} ${town}`.trim(), departement: address.departement ?? '' },
      ...{ country: 'France', dematerialisation: 'N' },
    });
  }

  private line(row: Partial<Row>): void {
    this.write(`${correspondenceLine({ ...EMPTY, ...row }).replaceAll('’', "'")}\n`);
  }
}

/** No operator declares a mailbox to which somebody has no right. */
const mayHaveOne = (record: Citizen['files'][number]['record'] | undefined): boolean =>
  record !== undefined &&
  nominativeRight(qualitiesOf({ state: 'active', exercises: record.exercises }, DAY), DAY).open;

/** The day of the first publication: later ones change no right. */
const DAY = '2026-01-05';

const local = (text: string): string =>
  capitals(text)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
