import { Bars } from './bars.js';
import { Button } from './button.js';
import { Chips, Facets } from './chips.js';
import { BigCode, QrFigure } from './codes.js';
import { Card, DescriptionList, Grid, Steps } from './content.js';
import { Alert, EmptyState, Tag } from './feedback.js';
import { BROKEN_PATH, DRAWING, PATH } from './gallery-data.js';
import { Part } from './gallery-part.js';
import { Pager, Tabs } from './navigation.js';
import { Table } from './table.js';
import { Time } from './time.js';
import { Timeline } from './timeline.js';

/** The messages, tables, cards and paths of the gallery. */
export function GalleryContent() {
  return (
    <>
      <Messages />
      <Records />
      <Part title="Parcours d’une donnée">
        <Grid min="large">
          <Card title="Changement de mobile" level={3} aside={<Tag tone="info">En cours</Tag>}>
            <Timeline label="Parcours du mobile" steps={PATH} precision="millisecond" />
          </Card>
          <Card title="Publication arrêtée" level={3} aside={<Tag tone="danger">En échec</Tag>}>
            <Timeline label="Parcours arrêté" steps={BROKEN_PATH} />
          </Card>
        </Grid>
      </Part>
      <Activation />
    </>
  );
}

function Messages() {
  return (
    <Part title="Messages">
      <Alert title="Le parcours prend moins d’une seconde">
        <p>Une modification faite à l’ordre est visible à la connexion suivante.</p>
      </Alert>
      <Alert tone="success" title="Votre mobile est enregistré">
        <p>
          Il sert dès maintenant à activer votre e-CPS. <a href="#contenu">Voir son parcours</a>
        </p>
      </Alert>
      <Alert tone="warning">
        <p>Votre e-CPS actuelle cessera de fonctionner dès que la nouvelle sera activée.</p>
      </Alert>
      <Alert tone="error" title="Le code n’est pas le bon">
        <p>Il vous reste deux essais.</p>
      </Alert>
      <EmptyState
        level={3}
        title="Personne ne correspond à « Ferandon » à Lyon"
        help={
          <ul>
            <li>Vérifiez l’orthographe, ou n’écrivez que le début du nom.</li>
            <li>Essayez le nom de naissance ou le nom d’exercice.</li>
          </ul>
        }
        action={
          <Button kind="secondary" href="#contenu">
            Chercher dans toute la France
          </Button>
        }
      />
    </Part>
  );
}

function Records() {
  return (
    <Part title="Données">
      <Tabs
        label="Parties de la fiche"
        items={[
          { label: 'Exercices', href: '#contenu', current: true, count: 2 },
          { label: 'Messageries', href: '#contenu', count: 1 },
          { label: 'Historique', href: '#contenu' },
        ]}
      />
      <Chips
        label="Ce qui a été compris"
        items={[
          { name: 'Savoir-faire', label: 'Cardiologie', removeHref: '#contenu' },
          {
            name: 'Lieu',
            label: 'Lens (62)',
            removeHref: '#contenu',
            other: { label: 'c’est un nom', href: '#contenu' },
          },
        ]}
      />
      <Facets
        label="Affiner la liste"
        groups={[
          { title: 'Département', items: [{ label: 'Pas-de-Calais', href: '#contenu', count: '12' }] },
        ]}
      />
      <Table
        caption="Situations d’exercice"
        columns={[
          { label: 'Structure' },
          { label: 'Ville' },
          { label: 'État' },
          { label: 'Depuis' },
          { label: 'Actes', align: 'end' },
        ]}
        rows={[
          [
            <a href="#contenu">Cabinet du Tilleul</a>,
            'Lyon (69003)',
            <Tag tone="success">Publié</Tag>,
            <Time value="2019-09-01" />,
            '1 204',
          ],
          [
            <a href="#contenu">Centre hospitalier des Trois-Vallées</a>,
            'Vienne (38200)',
            <Tag tone="warning">À valider</Tag>,
            <Time value="2026-02-14" />,
            '87',
          ],
          ['Remplacement', 'Bron (69500)', <Tag>Clos</Tag>, <Time value="2017-01-03" />, '12'],
        ]}
      />
      <Bars
        caption="Professionnels par mode d’exercice"
        heads={['Mode', 'Personnes']}
        bars={[
          { label: 'Salarié', value: 1204 },
          { label: 'Libéral', value: 618 },
          { label: 'Bénévole', words: 'moins de 5' },
        ]}
        total={1824}
      />
      <Pager previousHref="#contenu" nextHref="#contenu" position="21 à 40 sur 134" />
      <Grid min="large">
        <Card title="Identité" level={3} aside={<Tag tone="info">Certifiée</Tag>}>
          <DescriptionList
            items={[
              { term: 'Nom d’exercice', value: 'Ferrandon' },
              {
                term: 'Numéro RPPS',
                value: '99780000013',
                note: 'Garanti par l’Ordre des médecins depuis le 1er mars 2026',
              },
              { term: 'Adresse électronique', value: '' },
              { term: 'Dernière connexion', value: <Time value="2026-03-03T08:14:05Z" /> },
            ]}
          />
        </Card>
        <Card title="Dossier de soins" level={3} href="#contenu" footer={<Tag>Service de démonstration</Tag>}>
          <p>Toute la carte est un lien : on peut la toucher n’importe où.</p>
        </Card>
      </Grid>
    </Part>
  );
}

function Activation() {
  return (
    <Part title="Activation et codes">
      <Grid min="large">
        <Card title="Activez votre e-CPS" level={3}>
          <Steps
            items={[
              { title: 'Ouvrez l’appareil photo de votre téléphone', body: <p>Visez le code ci-contre.</p> },
              { title: 'Recopiez le code reçu par SMS' },
              'Choisissez un code à quatre chiffres.',
            ]}
          />
        </Card>
        <Card>
          <QrFigure
            svg={DRAWING}
            label="Code à lire avec le téléphone pour activer l’e-CPS"
            caption="Valable 15 minutes, une seule fois."
          />
        </Card>
      </Grid>
      <Grid min="large">
        <BigCode label="Choisissez ce nombre sur votre téléphone" value="48" />
        <BigCode label="Ou saisissez ce code" value="K7PM4QX2RD" group={5} />
      </Grid>
    </Part>
  );
}
