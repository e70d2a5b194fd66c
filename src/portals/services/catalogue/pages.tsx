import type { Context } from 'hono';
import { REQUIRED_SINCE } from '../../../modules/identity-provider/index.js';
import type { Env } from '../../../platform/http/request.js';
import {
  Alert,
  Button,
  DescriptionList,
  EmptyState,
  Field,
  Form,
  formatDate,
  Pager,
  Select,
  safeHref,
  Table,
  Tag,
} from '../../../ui/index.js';
import { Frame } from '../frame.js';
import type { Judged } from '../judged.js';
import { ConnectedTag, doorsWords, FINDING_WORDS, KIND_WORDS, LEVEL_WORDS } from '../words.js';

interface ListProps {
  readonly c: Context<Env>;
  readonly entries: readonly Judged[];
  readonly size: { readonly connected: number; readonly projects: number };
  readonly asked: { readonly q: string; readonly etat: string };
  readonly nextHref: string | undefined;
}

const STATES = [
  { value: 'service', label: 'En service' },
  { value: 'projet', label: 'En projet' },
];

/** Every service that is connected, or means to be, with what it requires and what it gives. */
export function CataloguePage({ c, entries, size, asked, nextHref }: ListProps) {
  return (
    <Frame
      c={c}
      current="/catalogue"
      title="Catalogue des services"
      lead={`${size.connected} services en service, ${size.projects} en projet.`}
      width="wide"
    >
      <Form action="/services/catalogue" method="get" search inline label="Chercher un service">
        <Field label="Nom, organisation ou usage" name="q" type="search" value={asked.q} maxlength={100} />
        <Select label="État" name="etat" options={STATES} value={asked.etat} blank="Tous" width="medium" />
        <Button>Chercher</Button>
      </Form>
      <Table
        caption="Services, par nom"
        captionHidden
        columns={['Service', 'Porté par', 'État', 'Type', 'Niveau exigé', 'Niveau donné'].map((label) => ({
          label,
        }))}
        rows={entries.map((entry) => [
          <a href={`/services/catalogue/${entry.id}`}>{entry.name}</a>,
          entry.organisation,
          <ConnectedTag entry={entry} />,
          <>
            {KIND_WORDS[entry.kind]}
            <RequiredSince entry={entry} />
          </>,
          LEVEL_WORDS[entry.requiredLevel],
          entry.given,
        ])}
        empty={
          <EmptyState
            title="Aucun service ne correspond"
            help="Cherchez par un autre mot, ou retirez l’état choisi."
            action={
              <Button kind="secondary" href="/services/catalogue">
                Tout le catalogue
              </Button>
            }
          />
        }
      />
      <Pager nextHref={nextHref} />
    </Frame>
  );
}

/** The mark of a service for which Pro Santé Connect is required. */
export function RequiredSince({ entry }: { entry: Judged }) {
  const rule = REQUIRED_SINCE[entry.kind];
  if (!rule) return null;
  return (
    <>
      {' '}
      <Tag tone="info">PSC exigé depuis le {rule.since.split('-').reverse().join('/')}</Tag>
    </>
  );
}

/** One service: who answers for it, what it is for, by what one comes in, what it receives. */
export function EntryPage({ c, entry }: { c: Context<Env>; entry: Judged }) {
  return (
    <Frame
      c={c}
      title={entry.name}
      lead={entry.purpose}
      above={{ label: 'Catalogue des services', href: '/services/catalogue' }}
    >
      {entry.findings.length > 0 ? (
        <Alert tone="warning" title="Non conforme à ce jour">
          <ul>
            {entry.findings.map((finding) => (
              <li>{FINDING_WORDS[finding]}</li>
            ))}
          </ul>
        </Alert>
      ) : null}
      <DescriptionList
        items={[
          { term: 'Porté par', value: entry.organisation },
          { term: 'État', value: <ConnectedTag entry={entry} /> },
          { term: 'En service depuis', value: entry.since ? formatDate(entry.since) : 'pas encore' },
          {
            term: 'Type',
            value: (
              <>
                {KIND_WORDS[entry.kind]}
                <RequiredSince entry={entry} />
              </>
            ),
          },
          { term: 'Moyens d’accès', value: doorsWords(entry) },
          { term: 'Niveau exigé', value: LEVEL_WORDS[entry.requiredLevel] },
          { term: 'Niveau donné', value: entry.given },
          {
            term: 'Ce qu’il reçoit',
            value: <a href="/services/securite">Les données de la page Sécurité</a>,
          },
          { term: 'Site', value: entry.website ? <a href={safeHref(entry.website)}>{entry.website}</a> : '' },
          { term: 'Aide aux utilisateurs', value: entry.supportContact },
        ]}
      />
    </Frame>
  );
}
