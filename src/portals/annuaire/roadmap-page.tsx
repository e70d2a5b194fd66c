import type { Context } from 'hono';
import { DELIVERIES } from '../../modules/directory/index.js';
import { profession } from '../../modules/nomenclatures/index.js';
import type { Env } from '../../platform/http/request.js';
import { Card, DescriptionList } from '../../ui/index.js';
import { Frame } from './frame.js';

/** The announced deliveries of the publication services, with their dates, and how to have each again. */
export function RoadmapPage({ c }: { c: Context<Env> }) {
  return (
    <Frame
      c={c}
      here="files"
      title="Feuille de route des services de publication"
      lead="Chaque livraison reste accessible, pour vérifier qu’un logiciel écrit pour elle fonctionne encore."
      breadcrumbs={[
        { label: 'Annuaire', href: '/annuaire' },
        { label: 'Extractions', href: '/annuaire/extractions' },
        { label: 'Feuille de route' },
      ]}
    >
      {DELIVERIES.map(({ profile, title, announced, content, professions }) => (
        <Card title={`${profile} : ${title.toLowerCase()}`}>
          <p>{content}.</p>
          <DescriptionList
            items={[
              { term: 'Annoncée pour', value: announced },
              {
                term: 'Professions',
                value: professions
                  ? professions.map((code) => profession(code)?.label ?? code).join(', ')
                  : 'Toutes celles que l’annuaire publie',
              },
              {
                term: 'Requête unitaire',
                value: <code>{`…/services/personnes/{identifiant}?profil=${profile}`}</code>,
              },
              {
                term: 'Extraction',
                value: <code>{`esculape export annuaire --profil ${profile} --out DOSSIER`}</code>,
              },
            ]}
          />
        </Card>
      ))}
    </Frame>
  );
}
