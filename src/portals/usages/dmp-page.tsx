import type { Context } from 'hono';
import {
  type DmpAccess,
  type DmpMatrix,
  type DocumentType,
  dmpAccess,
  dmpReaders,
} from '../../modules/guidance/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Button,
  DescriptionList,
  Field,
  Form,
  formatDate,
  PrintButton,
  Select,
  Table,
  Tag,
  type Tone,
} from '../../ui/index.js';
import { UsagesFrame } from './frame.js';

interface DmpProps {
  readonly c: Context<Env>;
  readonly on: string;
  readonly matrix: DmpMatrix;
  readonly types: readonly DocumentType[];
  /** A reader of the matrix, where one was chosen. */
  readonly reader?: string | undefined;
}

const ACCESS: Readonly<Record<DmpAccess, { readonly label: string; readonly tone: Tone }>> = {
  read: { label: 'Lecture', tone: 'success' },
  none: { label: 'Aucun accès', tone: 'danger' },
  unknown: { label: 'Non trouvé : aucun accès', tone: 'warning' },
};

/** What an answer of the matrix looks like. */
export const AccessTag = ({ access }: { access: DmpAccess }) => (
  <Tag tone={ACCESS[access].tone}>{ACCESS[access].label}</Tag>
);

/** Who may read what in the DMP, by the version in force on a day, which it names with its date and its source. */
export function DmpMatrixPage({ c, on, matrix, types, reader }: DmpProps) {
  const readers = dmpReaders(matrix);
  const name = reader === undefined ? undefined : readers.get(reader);
  return (
    <UsagesFrame
      c={c}
      tab="/usages/dmp"
      title="Matrice d’habilitation du DMP"
      lead="Selon sa profession ou sa fonction, chacun lit certains types de documents. Ce qui n’est pas écrit n’est pas ouvert."
    >
      <DescriptionList
        items={[
          { term: 'Version', value: matrix.version },
          { term: 'En vigueur depuis le', value: formatDate(matrix.date) },
          { term: 'Source', value: matrix.source },
          {
            term: 'Texte officiel',
            value: <a href="https://www.dmp.fr/matrice-habilitation">dmp.fr/matrice-habilitation</a>,
          },
        ]}
      />
      <Form action="/usages/dmp" method="get" search inline label="Filtrer la matrice">
        <Select
          label="Lecteur"
          name="lecteur"
          options={[...readers].map(([value, label]) => ({ value, label }))}
          value={name ? (reader ?? '') : ''}
          blank="Tous les lecteurs"
        />
        <Field label="À la date du" name="date" type="date" value={on} width="medium" />
        <Button kind="secondary">Voir</Button>
      </Form>
      {reader !== undefined && name ? (
        <OneReader {...{ matrix, types, reader, name }} />
      ) : (
        <EveryReader {...{ matrix, types, on, readers }} />
      )}
      <p>
        <PrintButton /> <a href={`/usages/dmp.csv?date=${on}`}>Le fichier de cette version (CSV)</a>
      </p>
    </UsagesFrame>
  );
}

function EveryReader(
  props: Pick<DmpProps, 'matrix' | 'types' | 'on'> & { readers: ReadonlyMap<string, string> },
) {
  const { matrix, types, on, readers } = props;
  return (
    <Table
      caption="Lecteurs, et types de documents que chacun peut lire"
      columns={[{ label: 'Lecteur' }, { label: 'Documents lus', align: 'end' }, { label: 'Ce qui est sûr' }]}
      rows={[...readers].map(([code, reader]) => [
        <a href={`/usages/dmp?lecteur=${encodeURIComponent(code)}&date=${on}`}>{reader}</a>,
        `${types.filter((type) => dmpAccess(matrix, code, type).access === 'read').length} sur ${types.length}`,
        certainties(matrix, code),
      ])}
    />
  );
}

const certainties = ({ lines }: DmpMatrix, code: string): string =>
  [...new Set(lines.filter(({ readerCode }) => readerCode === code).map(({ certainty }) => certainty))]
    .filter(Boolean)
    .join(' · ');

function OneReader(props: Pick<DmpProps, 'matrix' | 'types'> & { reader: string; name: string }) {
  const { matrix, types, reader, name } = props;
  return (
    <Table
      caption={name}
      columns={[{ label: 'Document' }, { label: 'Classe' }, { label: 'Accès' }, { label: 'Ce qui est sûr' }]}
      rows={types.map((type) => {
        const { access, line } = dmpAccess(matrix, reader, type);
        return [type.label, type.class, <AccessTag access={access} />, line?.certainty ?? 'rien n’est écrit'];
      })}
    />
  );
}
