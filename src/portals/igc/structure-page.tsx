import type { Context } from 'hono';
import type { certificates } from '../../modules/credentials/index.js';
import type { Structure } from '../../modules/structures/index.js';
import type { Env } from '../../platform/http/request.js';
import { Button, DescriptionList, Done, EmptyState, Table, Tag, Time } from '../../ui/index.js';
import { Frame } from './frame.js';
import { DONE, STANDINGS, structureHref } from './words.js';

type Listed = Awaited<ReturnType<typeof certificates.certificatesOf>>[number];

interface StructureProps {
  readonly c: Context<Env>;
  readonly structure: Structure;
  readonly contract: string;
  readonly one: certificates.Administered;
  readonly requests: readonly certificates.CertificateRequest[];
  readonly held: readonly Listed[];
}

/** The certificates of a structure with their ends, and what waits to be retrieved. */
export function StructurePage({ c, structure, contract, one, requests, held }: StructureProps) {
  const base = structureHref(structure.finess ?? '');
  const order = <Button href={`${base}/commander`}>Commander des certificats</Button>;
  return (
    <Frame c={c} of={structure} at="" title={structure.name} width="wide">
      <Done words={DONE} code={c.req.query('fait')} />
      <DescriptionList
        items={[
          { term: 'Entité juridique responsable', value: `FINESS ${structure.finess}` },
          { term: 'Contrat', value: contract },
          ...(one.filing ? [{ term: 'Désignation (F301)', value: one.filing }] : []),
          ...(one.via ? [{ term: 'Pour le compte de', value: one.via }] : []),
        ]}
      />
      {requests.length > 0 ? (
        <Table
          caption="À retirer"
          columns={['Nom', 'Certificat', 'Logiciel', 'Commandé le', 'Suite'].map((label) => ({ label }))}
          rows={requests.map((request) => [
            request.commonName,
            `${request.offer} ${request.usage}`,
            request.product,
            <Time value={request.orderedAt} precision="day" />,
            <a
              href={`${base}/commandes/${request.id}`}
              aria-label={`Retirer ${request.commonName} ${request.usage}`}
            >
              Retirer…
            </a>,
          ])}
        />
      ) : null}
      {together(requests).map(([product, count]) => (
        <p>
          <Button kind="secondary" href={`${base}/commandes?produit=${encodeURIComponent(product)}`}>
            Tout retirer en un zip : {product}, {count} certificats
          </Button>
        </p>
      ))}
      <Table
        caption="Certificats"
        columns={['Nom', 'Certificat', 'Logiciel', 'Fin', 'État'].map((label) => ({ label }))}
        rows={held.toSorted(byUrgency).map((certificate) => row(base, certificate))}
        empty={
          requests.length > 0 ? (
            <EmptyState title="Aucun certificat" help="Retirez ceux qui attendent : ils seront suivis ici." />
          ) : (
            <EmptyState
              title="Aucun certificat"
              help="Un logiciel de soins en demande trois : commandez le kit."
              action={order}
            />
          )
        }
      />
      {held.length + requests.length > 0 ? <p>{order}</p> : null}
    </Frame>
  );
}

/** The products for which several certificates wait, and how many. */
function together(requests: readonly certificates.CertificateRequest[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { product } of requests) counts.set(product, (counts.get(product) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > 1);
}

/** Active ones first, and the one that ends next before the others. */
const byUrgency = (a: Listed, b: Listed): number =>
  Number(b.standing === 'active') - Number(a.standing === 'active') ||
  a.expiresAt.getTime() - b.expiresAt.getTime();

const row = (base: string, one: Listed) => [
  <a href={`${base}/certificats/${one.serial}`}>{one.commonName}</a>,
  `${one.offer} ${one.usage}`,
  one.product,
  <Time value={one.expiresAt} precision="day" />,
  <StandingTag standing={one.standing} />,
];

export function StandingTag({ standing }: { standing: certificates.CertificateStanding }) {
  const [word, tone] = STANDINGS[standing];
  return <Tag tone={tone}>{word}</Tag>;
}
