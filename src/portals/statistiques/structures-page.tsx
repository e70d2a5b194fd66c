import type { Context } from 'hono';
import { label } from '../../modules/nomenclatures/index.js';
import type { Family, GroupCount, StructureCounts } from '../../modules/structures/index.js';
import type { Env } from '../../platform/http/request.js';
import { Bars, ButtonRow, EmptyState, formatDate, PrintButton, Table } from '../../ui/index.js';
import { Frame } from './frame.js';

type StructuresProps = {
  c: Context<Env>;
  counts: StructureCounts;
  groups: readonly GroupCount[];
  /** AAAAMMJJhhmm of the last file of FINESS; undefined before the first. */
  publishedAt: string | undefined;
};

const FAMILY_WORDS: Readonly<Record<Family, string>> = {
  hospital: 'Établissements hospitaliers',
  pharmacy: 'Pharmacies',
  centre: 'Centres de santé',
  laboratory: 'Laboratoires de biologie médicale',
  'medico-social': 'Structures médico-sociales',
  other: 'Autres structures',
};

const french = new Intl.NumberFormat('fr-FR');

/** How many open structures FINESS has, by family and by category, and the hospital groupings. */
export function StructuresPage({ c, counts, groups, publishedAt }: StructuresProps) {
  return (
    <Frame
      c={c}
      here="structures"
      title="Structures"
      lead="Combien d’établissements ouverts l’annuaire publie, par famille et par catégorie, et les groupements hospitaliers de territoire."
    >
      {counts.establishments === 0 ? (
        <EmptyState
          title="Aucune structure n’est encore connue"
          help={<p>Elles viennent du fichier FINESS, que l’exploitation charge.</p>}
        />
      ) : (
        <>
          <Families counts={counts} />
          <p class="muted">{stateOf(publishedAt)}</p>
          <Categories counts={counts} />
          <Groups groups={groups} />
          <ButtonRow>
            <PrintButton />
          </ButtonRow>
        </>
      )}
    </Frame>
  );
}

const stateOf = (publishedAt: string | undefined): string =>
  publishedAt === undefined
    ? 'Structures connues sans fichier FINESS.'
    : `D’après le fichier FINESS du ${formatDate(publishedAt.replace(/^(....)(..)(..).*$/, '$1-$2-$3'))}.`;

function Families({ counts }: { counts: StructureCounts }) {
  return (
    <>
      <h2>{french.format(counts.establishments)} établissements ouverts</h2>
      <p>Ils relèvent de {french.format(counts.entities)} entités juridiques.</p>
      <Bars
        caption="Établissements par famille"
        heads={['Famille', 'Établissements']}
        bars={counts.families.map(({ family, count }) => ({ label: FAMILY_WORDS[family], value: count }))}
        total={counts.establishments}
      />
    </>
  );
}

function Categories({ counts }: { counts: StructureCounts }) {
  return (
    <>
      <h2>Par catégorie</h2>
      {counts.families
        .filter(({ categories }) => categories.length > 0)
        .map(({ family, count, categories }) => (
          <details>
            <summary>
              {FAMILY_WORDS[family]} : {french.format(count)}
            </summary>
            <Table
              caption={`${FAMILY_WORDS[family]}, par catégorie`}
              captionHidden
              columns={[{ label: 'Code' }, { label: 'Catégorie' }, { label: 'Établissements', align: 'end' }]}
              rows={categories.map((one) => [
                one.category ?? '–',
                categoryWords(one.category),
                french.format(one.count),
              ])}
            />
          </details>
        ))}
    </>
  );
}

const categoryWords = (code: string | undefined): string =>
  code === undefined ? 'Non renseignée' : (label('TRE_R66', code) ?? code);

function Groups({ groups }: { groups: readonly GroupCount[] }) {
  const establishments = groups.reduce((sum, one) => sum + one.establishments, 0);
  if (groups.length === 0) return null;
  return (
    <>
      <h2>{french.format(groups.length)} groupements hospitaliers de territoire</h2>
      <p>Ils réunissent {french.format(establishments)} établissements.</p>
      <details>
        <summary>Liste des groupements</summary>
        <Table
          caption="Groupements hospitaliers de territoire"
          captionHidden
          columns={[
            { label: 'Groupement' },
            { label: 'Établissement support' },
            { label: 'Entités', align: 'end' },
            { label: 'Établissements', align: 'end' },
          ]}
          rows={groups.map(({ name, support, entities, establishments: sites }) => [
            name,
            support ? <a href={`/annuaire/structures/${support.id}`}>{support.name}</a> : '–',
            french.format(entities),
            french.format(sites),
          ])}
        />
      </details>
    </>
  );
}
