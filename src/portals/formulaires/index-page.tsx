import type { Context } from 'hono';
import { filings } from '../../modules/access/index.js';
import type { Env } from '../../platform/http/request.js';
import { Button, Card, Form, Grid, Select, Table, Tag, Time } from '../../ui/index.js';
import { PortalPage } from '../portal-page.js';
import { FORM_TEXTS } from './fields.js';
import { STATE_TAGS } from './words.js';

interface Listed {
  readonly code: string;
  readonly title: string;
  readonly lead: string;
  readonly profile: string;
  readonly href: string;
}

const ELSEWHERE: readonly Listed[] = [
  {
    ...{ code: 'F414', title: 'Produits de test', profile: 'Éditeurs' },
    lead: 'Cartes et certificats de test pour essayer un logiciel.',
    href: '/formulaires/f414',
  },
  {
    ...{ code: 'F501', title: 'Déclaration d’incident', profile: 'Porteurs de carte' },
    lead: 'Pour qui n’a plus ni carte, ni codes, ni e-CPS.',
    href: '/incident/declaration',
  },
];

const LISTED: readonly Listed[] = [
  ...filings.FORMS.map((code) => ({
    ...{ code, title: filings.FORM_RULES[code].title, href: `/formulaires/${code.toLowerCase()}` },
    ...{ lead: FORM_TEXTS[code].lead, profile: FORM_TEXTS[code].profile },
  })),
  ...ELSEWHERE,
].sort((a, b) => a.code.localeCompare(b.code));

const PROFILES = [...new Set(LISTED.map(({ profile }) => profile))];

/** Every form, by whom it is for; and those that the structure of whoever is signed in has filed. */
export function IndexPage(props: { c: Context<Env>; filed: readonly filings.Filing[]; profile: string }) {
  const { c, filed, profile } = props;
  const shown = LISTED.filter((one) => profile === '' || one.profile === profile);
  return (
    <PortalPage
      c={c}
      title="Formulaires"
      lead="Chacun se remplit ici et donne un numéro et une copie à imprimer."
      door={{ name: 'Formulaires', href: '/formulaires' }}
    >
      <Form action="/formulaires" method="get" search inline label="Filtrer les formulaires">
        <Select
          label="Pour qui"
          name="profil"
          options={PROFILES.map((value) => ({ value, label: value }))}
          value={profile}
          blank="Tout le monde"
        />
        <Button kind="secondary">Filtrer</Button>
      </Form>
      <Grid>
        {shown.map(({ code, title, lead, href, profile: whom }) => (
          <Card title={`${code} : ${title}`} href={href}>
            <p>{lead}</p>
            <p>{whom}</p>
          </Card>
        ))}
      </Grid>
      {filed.length > 0 ? (
        <Table
          caption="Formulaires de la structure"
          columns={['Numéro', 'Formulaire', 'Rempli le', 'État'].map((label) => ({ label }))}
          rows={filed.map(({ number, form, filedAt, state }) => [
            <a href={`/formulaires/copie/${number}`}>{number}</a>,
            filings.FORM_RULES[form].title,
            <Time value={filedAt} precision="day" />,
            <Tag tone={STATE_TAGS[state].tone}>{STATE_TAGS[state].label}</Tag>,
          ])}
        />
      ) : null}
    </PortalPage>
  );
}
