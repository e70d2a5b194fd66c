import type { Context } from 'hono';
import type { OnLine, OnLineExtract } from '../../modules/directory/index.js';
import type { Env } from '../../platform/http/request.js';
import { Alert, Button, Card, DescriptionList, Table, Tag } from '../../ui/index.js';
import { Frame } from './frame.js';

const french = new Intl.NumberFormat('fr-FR');

/** A size as people read it. */
function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} octets`;
  if (bytes < 1_000_000) return `${french.format(Math.round(bytes / 1000))} ko`;
  return `${french.format(Math.round(bytes / 100_000) / 10)} Mo`;
}

/** The files of the directory: what to take, how big, of when, how it is made, under which terms. */
export function ExtractsPage({ c, onLine }: { c: Context<Env>; onLine: OnLine }) {
  const { run, extracts } = onLine;
  return (
    <Frame
      c={c}
      here="files"
      title="Extractions de l’annuaire"
      lead="Les mêmes fichiers que le service national : mêmes noms, mêmes colonnes, mêmes adresses."
      breadcrumbs={[{ label: 'Annuaire', href: '/annuaire' }, { label: 'Extractions' }]}
      {...(run && { publication: { number: run.publication, at: run.at } })}
    >
      {run ? null : (
        <Alert tone="info" title="Pas encore de fichier">
          <p>Les fichiers sont écrits chaque nuit. Dans un bac à sable, ils le sont quand on les prend.</p>
        </Alert>
      )}
      {extracts.map((extract) => (
        <ExtractCard extract={extract} publication={run?.publication} />
      ))}
      <Changes />
      <Services />
      <Terms />
    </Frame>
  );
}

function ExtractCard({ extract, publication }: { extract: OnLineExtract; publication?: number | undefined }) {
  const { title, description, access, href, file, hasChanges } = extract;
  return (
    <Card
      title={title}
      aside={
        access === 'open' ? <Tag tone="success">Libre accès</Tag> : <Tag tone="warning">Accès restreint</Tag>
      }
      footer={
        access === 'open' ? (
          <Button kind="secondary" href={href}>
            Télécharger {file ? `(${size(file.bytes)})` : ''}
          </Button>
        ) : (
          <p>
            Un jeton de portée <code>restricted</code> est demandé, et le fichier n’est donné qu’une fois par
            publication.
          </p>
        )
      }
    >
      <p>{description}</p>
      {file ? (
        <Table
          caption={`Textes de ${file.name}`}
          columns={[{ label: 'Texte' }, { label: 'Lignes', align: 'end' }, { label: 'Taille', align: 'end' }]}
          rows={file.texts.map(({ name, lines, bytes }) => [
            <code>{name}</code>,
            french.format(lines),
            size(bytes),
          ])}
        />
      ) : null}
      <DescriptionList
        items={[
          { term: 'Adresse', value: <code>{href}</code> },
          ...(file ? [{ term: 'Empreinte SHA-256', value: <code>{file.sha256}</code> }] : []),
          {
            term: 'Colonnes',
            value: <a href={`${href}/datapackage.json`}>datapackage.json (Frictionless)</a>,
          },
          ...(hasChanges
            ? [
                {
                  term: 'Changements',
                  value: <code>{`${href}/delta?depuis=${publication ?? 'NUMÉRO'}`}</code>,
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}

const Changes = () => (
  <Card title="Ne prendre que ce qui a changé">
    <p>
      Chaque fichier dit son numéro de publication dans l’en-tête <code>ESCULAPE-Publication</code>. Donnez ce
      numéro à l’adresse des changements : elle rend les mêmes textes, avec une colonne <code>Action</code> de
      plus.
    </p>
    <DescriptionList
      items={[
        {
          term: 'C',
          value:
            'La personne est arrivée dans l’annuaire : prenez ses lignes, à la place de celles que vous auriez.',
        },
        { term: 'M', value: 'Elle a changé : remplacez toutes ses lignes par celles-ci.' },
        {
          term: 'S',
          value: 'Elle n’a plus de ligne dans ce texte : retirez celles que vous avez.',
        },
      ]}
    />
    <p>
      Toute publication passée peut servir de départ, sans limite d’âge ; une date aussi :{' '}
      <code>depuis=2026-01-05</code>.
    </p>
  </Card>
);

const Services = () => (
  <Card title="Une seule personne, ou une recherche">
    <p>
      Requête unitaire : <code>/annuaire-sante-webservices/V300/services/personnes/8…</code>, décrite par{' '}
      <a href="/annuaire-sante-webservices/openapi.json">openapi.json</a>. Recherche : FHIR R4 sur{' '}
      <code>/fhir/v2</code>, décrit par <a href="/fhir/v2/metadata">son CapabilityStatement</a>, avec une{' '}
      <a href="/annuaire/cles">clé de l’API</a>. Les deux répondent comme ces fichiers. Livraisons : voir la{' '}
      <a href="/annuaire/feuille-de-route">feuille de route</a>.
    </p>
  </Card>
);

const Terms = () => (
  <Card title="Conditions d’usage">
    <p>
      Données publiques de l’annuaire (arrêté du 6 février 2009), réutilisables en disant d’où elles viennent
      et de quand elles sont. Elles ne servent ni à la prospection ni à reconstituer ce que l’annuaire ne
      publie pas. Format : UTF-8, séparateur <code>|</code> aussi en fin de ligne, une ligne d’en-tête, ni
      guillemets ni échappement.
    </p>
  </Card>
);
