import type { Context } from 'hono';
import type { LoadedMatrix, previewDmpMatrix } from '../../modules/guidance/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Button,
  ButtonRow,
  Done,
  EmptyState,
  ErrorSummary,
  errorFor,
  Field,
  type FieldError,
  Form,
  formatDate,
  Table,
  TextArea,
  Time,
} from '../../ui/index.js';
import { AccessTag } from './dmp-page.js';
import { UsagesFrame } from './frame.js';

const ABOVE = { label: 'Matrice d’habilitation du DMP', href: '/usages/dmp' };
const HOME = '/usages/dmp/versions';

const SAID: Readonly<Record<string, string>> = {
  charge: 'La version est chargée : elle compte à partir de son premier jour.',
  annule: 'La version est annulée : celle d’avant compte à nouveau.',
  'deja-annule': 'Cette version était déjà annulée.',
};

interface VersionsProps {
  readonly c: Context<Env>;
  readonly versions: readonly LoadedMatrix[];
  readonly done?: string | undefined;
  readonly errors?: readonly FieldError[];
  readonly typed?: string;
}

/** For the operator: the versions that were loaded, and the way to load another. */
export function VersionsPage({ c, versions, done, errors = [], typed = '' }: VersionsProps) {
  return (
    <UsagesFrame
      c={c}
      title="Versions de la matrice"
      lead="Une nouvelle version se charge par un fichier : on voit d’abord ce qu’elle change, puis on confirme."
      above={ABOVE}
    >
      <Done words={SAID} code={done} />
      <ErrorSummary errors={errors} />
      <h2>Charger une version</h2>
      <p>
        Partez du <a href="/usages/dmp.csv">fichier de la version en vigueur</a> : ses trois premières lignes
        disent la version, le premier jour et la source.
      </p>
      <Form action={`${HOME}/apercu`} multipart>
        <Field label="Fichier CSV" name="fichier" type="file" accept=".csv,text/csv" />
        <TextArea
          label="Ou le contenu du fichier"
          name="matrice"
          value={typed}
          error={errorFor(errors, 'matrice')}
          rows={8}
        />
        <Button>Voir ce qui change</Button>
      </Form>
      <h2>Versions chargées</h2>
      <Table
        caption="Versions chargées, la plus récente d’abord"
        captionHidden
        columns={[
          { label: 'Version' },
          { label: 'Premier jour' },
          { label: 'Chargée' },
          { label: 'Motif' },
          { label: 'Annuler', labelHidden: true },
        ]}
        rows={versions.map(({ id, version, date, at, reason, undoneAt }) => [
          version,
          formatDate(date),
          <Time value={at} />,
          reason,
          undoneAt ? (
            <>
              Annulée le <Time value={undoneAt} />
            </>
          ) : (
            <a href={`${HOME}/${id}/annuler`}>Annuler</a>
          ),
        ])}
        empty={<EmptyState level={3} title="Aucune version chargée" help="Celle du programme s’applique." />}
      />
    </UsagesFrame>
  );
}

interface PreviewProps {
  readonly c: Context<Env>;
  readonly text: string;
  readonly preview: Awaited<ReturnType<typeof previewDmpMatrix>>;
  readonly errors?: readonly FieldError[];
}

/** What a file changes, before it is loaded. */
export function PreviewPage({ c, text, preview, errors = [] }: PreviewProps) {
  const { matrix, current, changes } = preview;
  return (
    <UsagesFrame
      c={c}
      title={`Charger la version ${matrix.version}`}
      lead={`Elle comptera à partir du ${formatDate(matrix.date)}, à la place de la version ${current.version}.`}
      above={{ label: 'Versions de la matrice', href: HOME }}
    >
      <ErrorSummary errors={errors} />
      <Table
        caption={`Ce qui change (${changes.length})`}
        columns={[{ label: 'Lecteur' }, { label: 'Document' }, { label: 'Avant' }, { label: 'Après' }]}
        rows={changes.map(({ reader, document, before, after }) => [
          reader,
          document.label,
          <AccessTag access={before} />,
          <AccessTag access={after} />,
        ])}
        empty={
          <EmptyState title="Rien ne change" help="Cette version dit la même chose que celle d’avant." />
        }
      />
      <Form action={HOME} hidden={{ matrice: text }}>
        <Field label="Motif" name="motif" error={errorFor(errors, 'motif')} maxlength={300} required />
        <ButtonRow>
          <Button>Charger cette version</Button>
          <Button href={HOME} kind="secondary">
            Renoncer
          </Button>
        </ButtonRow>
      </Form>
    </UsagesFrame>
  );
}

/** Asks before a version is undone. */
export function UndoPage({ c, version }: { c: Context<Env>; version: LoadedMatrix }) {
  return (
    <UsagesFrame
      c={c}
      title={`Annuler la version ${version.version}`}
      lead="Ce qui comptait avant elle comptera à nouveau, tout de suite."
      above={{ label: 'Versions de la matrice', href: HOME }}
    >
      <Form action={`${HOME}/${version.id}/annuler`}>
        <ButtonRow>
          <Button kind="danger">Annuler cette version</Button>
          <Button href={HOME} kind="secondary">
            Garder
          </Button>
        </ButtonRow>
      </Form>
    </UsagesFrame>
  );
}
