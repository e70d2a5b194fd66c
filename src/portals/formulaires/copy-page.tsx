import type { Context } from 'hono';
import { filings } from '../../modules/access/index.js';
import type { Structure } from '../../modules/structures/index.js';
import type { Env } from '../../platform/http/request.js';
import { Alert, type Description, Tag } from '../../ui/index.js';
import { PortalPage } from '../portal-page.js';
import { PrintedForm } from '../printed-form.js';
import { ACT_WORDS, FORM_TEXTS } from './fields.js';
import { OUTCOME_WORDS, STATE_TAGS } from './words.js';

/** What was filed, its number to keep, what came of it, and room for a signature on paper. */
export function CopyPage(props: { c: Context<Env>; filing: filings.Filing; structure: Structure }) {
  const { c, filing, structure } = props;
  const { form, number, filedAt } = filing;
  return (
    <PortalPage
      c={c}
      title={`${form} : ${filings.FORM_RULES[form].title}`}
      lead="Gardez ce numéro : il retrouve votre formulaire."
      width="narrow"
      door={{ name: 'Formulaires', href: '/formulaires' }}
      breadcrumbs={[{ label: 'Formulaires', href: '/formulaires' }, { label: number }]}
    >
      {filing.state === 'refused' ? (
        <Alert tone="error" title="Ce formulaire a été refusé">
          {filing.reason}
        </Alert>
      ) : null}
      <PrintedForm
        code={form}
        reference={number}
        at={filedAt}
        signedBy={FORM_TEXTS[form].signedBy}
        sections={[
          { title: 'Structure', items: structureItems(structure) },
          { title: 'Ce qui est déclaré', items: saidItems(filing) },
          { title: 'Suite donnée', items: outcomeItems(filing) },
        ]}
      />
    </PortalPage>
  );
}

export const structureItems = ({ name, finess, siret }: Structure): Description[] => [
  { term: 'Nom', value: name },
  { term: 'FINESS', value: finess },
  { term: 'SIRET', value: siret },
];

/** What was said, in the words of the form. */
export const saidItems = ({ form, said }: filings.Filing): Description[] =>
  FORM_TEXTS[form].fields
    .filter(({ name, afterFault }) => !afterFault || said[name])
    .map(({ name, label, kind }) => ({
      term: label,
      value: kind === 'box' ? (said[name] ? 'oui' : 'non') : shown(name, said[name]),
    }));

const shown = (name: string, value: string | undefined) =>
  name === 'act' ? ACT_WORDS[value as keyof typeof ACT_WORDS] : value;

const outcomeItems = ({ state, outcome }: filings.Filing): Description[] => [
  { term: 'État', value: <Tag tone={STATE_TAGS[state].tone}>{STATE_TAGS[state].label}</Tag> },
  ...Object.entries(outcome).map(([key, value]) => ({ term: OUTCOME_WORDS[key] ?? key, value })),
];
