import { Hono } from 'hono';
import { cards } from '../../modules/credentials/index.js';
import { type Env, formFields } from '../../platform/http/request.js';
import {
  Button,
  ButtonRow,
  Card,
  DescriptionList,
  EmptyState,
  Field,
  Form,
  Page,
  Tag,
  Time,
} from '../../ui/index.js';

const KIND: Readonly<Record<cards.Letter['kind'], string>> = { card: 'Carte', codes: 'Codes' };

/** The letters that the sandbox kept instead of posting them: the card and its codes, each in its envelope. */
export function letterPages(): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get('/', async (c) => {
    const whose = c.req.query('idNat')?.trim() ?? '';
    const found = await cards.letters(c.get('ctx'), whose || undefined);
    return c.html(<LettersPage letters={found} whose={whose} />);
  });
  routes.get('/:id', async (c) =>
    c.html(<LetterPage {...(await cards.letterOf(c.get('ctx'), c.req.param('id')))} />),
  );
  routes.get('/:id/lettre.pdf', async (c) => {
    const pdf = await cards.printLetter(c.get('ctx'), c.req.param('id'));
    return c.body(new Uint8Array(pdf), 200, {
      'content-type': 'application/pdf',
      'cache-control': 'no-store',
    });
  });
  for (const file of ['pkcs12', 'signature'] as const)
    routes.get(`/:id/${file}.p12`, async (c) => {
      const { content } = await cards.letterOf(c.get('ctx'), c.req.param('id'));
      const bytes = content[file];
      if (bytes === undefined) throw cards.errors.unknownLetter();
      const headers = { 'content-type': 'application/x-pkcs12', 'cache-control': 'no-store' };
      return c.body(new Uint8Array(Buffer.from(bytes, 'base64')), 200, headers);
    });
  routes.post('/:id/retour', async (c) => {
    await formFields(c);
    await cards.returnLetter(c.get('ctx'), c.req.param('id'));
    return c.redirect('/sandbox/courrier', 303);
  });
  return routes;
}

const crumbs = (label: string, inside = false) => [
  { label: 'Esculape', href: '/' },
  { label: 'Bac à sable', href: '/sandbox' },
  ...(inside ? [{ label: 'Courrier', href: '/sandbox/courrier' }] : []),
  { label },
];

function LettersPage({ letters, whose }: { letters: readonly cards.Letter[]; whose: string }) {
  return (
    <Page
      title="Courrier"
      lead="Aucune lettre n’est postée par le bac à sable : les cartes et leurs codes arrivent ici, la plus récente d’abord."
      banner="sandbox"
      breadcrumbs={crumbs('Courrier')}
    >
      <Form method="get" action="/sandbox/courrier" search label="Lettres d’une personne" inline>
        <Field
          name="idNat"
          label="Identifiant national"
          value={whose}
          hint="8 suivi du numéro RPPS. Vide : toutes les lettres."
        />
        <ButtonRow>
          <Button kind="secondary">Filtrer ou actualiser</Button>
        </ButtonRow>
      </Form>
      {letters.length === 0 ? <Nothing /> : letters.map((letter) => <LetterCard {...letter} />)}
    </Page>
  );
}

function Nothing() {
  return (
    <EmptyState
      title="Aucune lettre"
      help="Une carte part environ cinq jours ouvrés après sa commande, ses codes le lendemain : avancez l’horloge."
      action={<a href="/sandbox#horloge">Avancer l’horloge</a>}
    />
  );
}

function LetterCard({ id, kind, type, cardNumber, to, sentAt, returnedAt, readable }: cards.Letter) {
  return (
    <Card
      title={`${KIND[kind]} ${type} ${kind === 'card' ? cardNumber : `…${cardNumber.slice(-4)}`}`}
      aside={<Time value={sentAt} precision="minute" />}
    >
      <p>{to.join(', ')}</p>
      {returnedAt ? <Tag>Revenue à l’expéditeur</Tag> : null}
      {readable ? (
        <p>
          <a href={`/sandbox/courrier/${id}`}>Ouvrir la lettre</a>
        </p>
      ) : null}
    </Card>
  );
}

interface OpenProps {
  readonly letter: cards.Letter;
  readonly content: cards.LetterContent;
}

function LetterPage({ letter, content }: OpenProps) {
  const at = `/sandbox/courrier/${letter.id}`;
  return (
    <Page
      title={letter.kind === 'card' ? `Votre carte ${letter.type}` : 'Vos codes confidentiels'}
      banner="sandbox"
      breadcrumbs={crumbs('Lettre', true)}
    >
      <DescriptionList
        items={[
          { term: 'Destinataire', value: letter.to.join(', ') },
          { term: 'Envoyée', value: <Time value={letter.sentAt} precision="minute" /> },
          ...inside(letter, content, at),
        ]}
      />
      <p>
        <a href={`${at}/lettre.pdf`}>La lettre, à imprimer (PDF)</a>
      </p>
      <Form method="post" action={`${at}/retour`} label="Retour de la lettre">
        <p>Une lettre qui revient annule la carte, si personne ne s’en est encore servi.</p>
        <ButtonRow>
          <Button kind="secondary">Simuler son retour à l’expéditeur</Button>
        </ButtonRow>
      </Form>
    </Page>
  );
}

function inside(letter: cards.Letter, content: cards.LetterContent, at: string) {
  if (letter.kind === 'codes')
    return [
      { term: 'Carte', value: `dont le numéro finit par ${letter.cardNumber.slice(-4)}` },
      { term: 'Code confidentiel', value: content.pin ?? '' },
      { term: 'Code de déblocage', value: content.puk ?? '' },
    ];
  return [
    { term: 'Numéro de la carte', value: letter.cardNumber },
    { term: 'Puce, pour se connecter', value: <a href={`${at}/pkcs12.p12`}>Fichier PKCS#12</a> },
    { term: 'Puce, pour signer', value: <a href={`${at}/signature.p12`}>Fichier PKCS#12</a> },
    { term: 'Mot de passe des fichiers', value: content.password ?? '' },
  ];
}
