import type { Context } from 'hono';
import type {
  NamedStructure,
  Publication,
  PublicStructure,
  StructurePage,
} from '../../modules/directory/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Alert,
  Button,
  ButtonRow,
  Card,
  CopyButton,
  type Description,
  DescriptionList,
  formatDate,
  PrintButton,
  Time,
} from '../../ui/index.js';
import { AboutCard } from './about-card.js';
import { Frame } from './frame.js';
import { MailboxCard } from './mailbox-card.js';
import { placeItems } from './place-items.js';
import { placeName } from './place-name.js';
import { searchHref, structureHref } from './search-links.js';

type Props = { c: Context<Env>; page: StructurePage; publication: Publication };

/** The public page of a structure: what it is, where, who answers for it, how to write to it. */
export function StructurePageView({ c, page, publication }: Props) {
  const { structure, legalEntity, establishments } = page;
  const note = sourceNote(structure);
  return (
    <Frame
      c={c}
      here="search"
      title={placeName(structure)}
      lead={structure.category?.label ?? structure.sector?.label ?? structure.kind?.label}
      breadcrumbs={[{ label: 'Annuaire', href: '/annuaire' }, { label: placeName(structure) }]}
      publication={publication}
    >
      {structure.active ? null : <Closed structure={structure} />}
      <ButtonRow>
        <Button kind="secondary" href={searchHref({ structure: structure.id })}>
          Les professionnels de cette structure
        </Button>
        <PrintButton />
      </ButtonRow>
      <Card title="Identification">
        <DescriptionList items={identification(structure, legalEntity).map((item) => ({ ...item, note }))} />
      </Card>
      <Card title="Coordonnées">
        <DescriptionList items={[...placeItems(structure, note), ...position(structure, note)]} />
      </Card>
      <MailboxCard mailboxes={structure.mailboxes} />
      <Establishments all={establishments} />
      <Card title="Une erreur ?">
        <p>{whoCorrects(structure)}</p>
      </Card>
      <AboutCard
        jsonHref={`${structureHref(structure.id)}?format=json`}
        fhirHref={`/fhir/v2/Organization?identifier=${encodeURIComponent(structure.nationalId ?? structure.id)}`}
      />
    </Frame>
  );
}

const Closed = ({ structure: { closedOn } }: { structure: PublicStructure }) => (
  <Alert tone="warning" title="Structure fermée">
    <p>
      {closedOn === undefined ? (
        'Elle ne figure plus dans son répertoire.'
      ) : (
        <Time value={closedOn} precision="day" />
      )}
    </p>
  </Alert>
);

const sourceNote = ({ source: { source, on } }: PublicStructure): string =>
  `Source : ${source}${on === undefined ? '' : `, le ${formatDate(on)}`}`;

function identification(structure: PublicStructure, legalEntity: NamedStructure | undefined): Description[] {
  const id = (
    <>
      {structure.id} <CopyButton value={structure.id} />
    </>
  );
  const { group } = structure;
  const items: [string, Description['value'] | undefined][] = [
    ['Identifiant de la structure', id],
    ['Identifiant national', structure.nationalId],
    ['FINESS', structure.finess],
    ['SIREN', structure.siren],
    ['SIRET', structure.siret],
    ['Nom complet', structure.longName],
    ['Enseigne', structure.brand],
    ['Nature', structure.kind?.label],
    ['Catégorie', structure.category?.label],
    ['Statut juridique', structure.legalStatus?.label],
    ['Secteur d’activité', structure.sector?.label],
    ['Activité principale (APE)', structure.ape],
    ['Entité juridique', legalEntity && <a href={structureHref(legalEntity.id)}>{legalEntity.name}</a>],
    ['Groupement', group && `${group.name}${group.isSupport ? ' (établissement support)' : ''}`],
    ['Ouverture', structure.openedOn && <Time value={structure.openedOn} precision="day" />],
  ];
  return items.flatMap(([term, value]) => (value === undefined ? [] : [{ term, value }]));
}

function position({ position: at }: PublicStructure, note: string): Description[] {
  if (!at) return [];
  const place = `${at.latitude.toFixed(5)},${at.longitude.toFixed(5)}`;
  return [{ term: 'Position (WGS 84)', value: place.replace(',', ' ; '), note }];
}

function Establishments({ all }: { all: readonly NamedStructure[] }) {
  if (all.length === 0) return null;
  return (
    <Card title="Établissements de cette entité juridique">
      <ul>
        {all.map(({ id, name }) => (
          <li>
            <a href={structureHref(id)}>{name}</a>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Who may correct what is said of a structure, by the register that keeps it. */
export function whoCorrects({ source: { source } }: Pick<PublicStructure, 'source'>): string {
  if (source === 'FINESS')
    return 'L’établissement est décrit par FINESS : la correction se demande à l’agence régionale de santé dont il dépend.';
  if (source === 'INSEE')
    return 'L’employeur est décrit par le répertoire Sirene : la correction se demande à l’INSEE.';
  return 'Le cabinet est décrit par le professionnel qui l’a déclaré : il se corrige auprès de son ordre ou de son autorité.';
}
