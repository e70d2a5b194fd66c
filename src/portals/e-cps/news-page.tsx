import { Page, Table } from '../../ui/index.js';

interface News {
  readonly when: string;
  readonly what: string;
  /** Where it can be done now. */
  readonly link?: { readonly label: string; readonly href: string };
  readonly source: string;
}

const ROADMAP = 'Feuille de route des référentiels, novembre 2019';
const CHAIN = 'Schéma de la chaîne des référentiels, janvier 2021';
const WITH_CARD = { label: 'Activer avec ma carte', href: '/portefeuille/e-cps' };
const WITHOUT = { label: 'Activer sans carte', href: '/portail-psc/activation' };

const NEWS: readonly News[] = [
  {
    when: 'Mi-2019',
    what: 'Activation en ligne avec la carte : un code à lire par le téléphone, valable 90 secondes.',
    link: WITH_CARD,
    source: ROADMAP,
  },
  {
    when: '2e trimestre 2020',
    what: 'e-CPS sans carte : pour qui est dans l’annuaire avec un courriel et un mobile à jour.',
    link: WITHOUT,
    source: ROADMAP,
  },
  {
    when: '12 février 2021',
    what: 'Infirmiers qui ont une carte et sont inscrits à l’ordre : activation par courriel et mobile.',
    link: WITHOUT,
    source: CHAIN,
  },
  { when: '1er mars 2021', what: 'Internes dans le périmètre.', source: `${CHAIN} (le jour n’est pas dit)` },
  {
    when: '28 octobre 2021',
    what: 'Numéros d’outre-mer et de l’étranger : gardés avec leur indicatif, ils reçoivent le SMS.',
    source: `${CHAIN} ; entrée des infirmiers au RPPS`,
  },
  {
    when: '4 avril 2022',
    what: 'Deux secrets sur deux canaux, à l’activation et au renouvellement.',
    source: 'Arrêté du 4 avril 2022',
  },
  {
    when: '21 juin 2022',
    what: 'Le téléphone propose trois nombres ; l’ordinateur montre le bon.',
    source: 'Presse professionnelle, juin 2022',
  },
];

/** What the e-CPS has done since when: notes of its versions, and the roadmap that announced them. */
export function NewsPage({ sandbox }: { sandbox: boolean }) {
  return (
    <Page
      title="e-CPS : nouveautés et feuille de route"
      lead="Ce qui est possible, et depuis quand. Tout ce qui est ici fonctionne aujourd’hui."
      door={{ name: 'e-CPS', href: '/e-cps' }}
      banner={sandbox ? 'sandbox' : undefined}
    >
      <Table
        caption="Nouveautés de l’e-CPS, par date"
        captionHidden
        columns={[{ label: 'Depuis' }, { label: 'Nouveauté' }, { label: 'Source' }]}
        rows={NEWS.map(({ when, what, link, source }) => [
          when,
          <>
            {what} {link ? <a href={link.href}>{link.label}</a> : null}
          </>,
          source,
        ])}
      />
    </Page>
  );
}
