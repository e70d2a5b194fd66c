import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { memberByIdNat } from '../../src/modules/authorities/index.js';
import { registerOperator } from '../../src/modules/messaging/index.js';
import { upsertStructures } from '../../src/modules/structures/index.js';
import { doctor } from '../../src/sandbox/kit/story.js';
import { changing, fill, readable, startTarget, type Target } from './target.js';

const VISITORS = [
  ...['nobody', 'the person', 'another professional', 'agent CNOM', 'agent CNOP', 'agent ONI'],
  ...['cpam', 'support', 'operator', 'manager', 'integrator', 'mail-operator alpha'],
  ...['legal-representative F990000010', 'mandataire F990000010', 'technical-admin F990000010'],
  'delegate F990000010',
] as const;
type Visitor = (typeof VISITORS)[number];

const EVERYBODY: readonly Visitor[] = VISITORS;
const [REPRESENTATIVE, MANDATAIRE, DELEGATE] = [
  'legal-representative F990000010',
  'mandataire F990000010',
  'delegate F990000010',
] as const;
const SIGNED_IN = VISITORS.filter((visitor) => visitor !== 'nobody');

/**
 * Who may open what, about one member of the CNOM. The first line that fits counts; a page that fits none fails the
 * test, so that a new door is opened here first.
 */
const DOORS: readonly (readonly [RegExp, readonly Visitor[]])[] = [
  // Sectoral services open to a card, a certificate or a token, which no visitor has.
  [/^\/sandbox\/socle\//, []],
  [/^\/portail-psc\/moyens(\/|$)/, ['the person', 'another professional']],
  [/^\/igc\/plateforme$/, EVERYBODY],
  [/^\/igc\/plateforme\/structures$/, ['the person', 'another professional']],
  [/^\/igc\/plateforme\/revocations$/, [REPRESENTATIVE, MANDATAIRE, 'operator']],
  [/^\/igc\/plateforme\/revocations\//, ['operator']],
  [/^\/igc\/plateforme\//, []],
  // Asks for the token of a phone, which no visitor has.
  [/^\/e-cps\/api\/push$/, []],
  [/^\/(sandbox|assets|healthz|e-cps|portail-psc|auth|igc|acme|statistiques)(\/|$)/, EVERYBODY],
  [/^\/api\/(openapi\.json|oauth\/(metadata|token))$/, EVERYBODY],
  [/^\/api\/mssante\/openapi\.json$/, EVERYBODY],
  [/^\/api\/(authorities|mssante)\//, []],
  // The rest of the API opens to keys, which no visitor has.
  [/^\/fhir(\/restricted)?(\/v2)?\/metadata$/, EVERYBODY],
  [/^\/fhir(\/|$)/, []],
  [/^\/mes-habilitations\/structure(\/|$)/, [REPRESENTATIVE, MANDATAIRE, DELEGATE]],
  [/^\/mes-habilitations\/?$/, SIGNED_IN],
  [/^\/formulaires\/f(420|502)$/, [REPRESENTATIVE]],
  [/^\/formulaires\/f301$/, [REPRESENTATIVE, MANDATAIRE]],
  [/^\/formulaires\/copie(\/|$)/, SIGNED_IN],
  [/^\/formulaires\/f414/, ['integrator']],
  [/^\/formulaires(\/|$)/, EVERYBODY],
  [/^\/tom(\/|$)/, [REPRESENTATIVE, MANDATAIRE]],
  [/^\/mssante\/operateurs(\/|$)/, ['operator']],
  [/^\/mssante\/?$/, ['mail-operator alpha', 'operator']],
  [/^\/mssante(\/|$)/, ['mail-operator alpha']],
  [/^\/connexion\/role$/, SIGNED_IN],
  [/^\/connexion(\/|$)/, EVERYBODY],
  [/^\/annuaire(\/personnes\/:idNat|\/structures\/:id|\/extractions|\/feuille-de-route)?$/, EVERYBODY],
  [/^\/annuaire-sante-webservices\/(openapi\.json|V300\/services\/(personnes|extraction)(\/|$))/, EVERYBODY],
  [/^\/annuaire\/cles(\/|$)/, ['the person', 'another professional', 'integrator']],
  [/^\/annuaire\/compte$/, ['the person', 'another professional', 'support']],
  [/^\/personnel(\/|$)/, ['manager']],
  [/^\/portefeuille(\/|$)/, ['the person', 'another professional']],
  [/^\/usages\/dmp\/versions/, ['operator']],
  [/^\/usages\/moi(\/|$)/, ['the person', 'another professional']],
  [/^\/usages(\/|$)/, EVERYBODY],
  [/^\/suivi$/, ['the person', 'another professional', 'support', 'operator']],
  [/^\/suivi/, ['the person', 'support', 'operator']],
  [/^\/services\/(raccordement|support)/, ['integrator']],
  [/^\/(services|documentation)(\/|$)/, EVERYBODY],
  [/^\/incident\/demandes/, ['support']],
  [
    /^\/ma-carte\/(commande|annulation|renouvellement|incident|puce)$/,
    ['the person', 'another professional'],
  ],
  [/^\/tops(\/|$)/, ['the person', 'another professional']],
  [/^\/(incident|moyens-d-identification|ma-carte|ma-cps)(\/|$)/, EVERYBODY],
  [/^\/rpps/, ['cpam']],
  [/^\/exploitation/, ['operator']],
  [/^\/ordres\/cnom\/(coordonnees|dossier)/, ['the person', 'another professional']],
  [/^\/ordres\/cnom\/agents/, ['agent CNOM']],
  [/^\/ordres\/cnop\/agents/, ['agent CNOP']],
  [/^\/ordres\/oni\/agents/, ['agent ONI']],
  [/^\/ordres\/[a-z]+\/(coordonnees|dossier|agents)/, []],
  [/^\/ordres(\/|$)/, EVERYBODY],
  [/^\/(integrateurs|guide|documentation|favicon\.\w+|robots\.txt|manifest.*)?$/, EVERYBODY],
];

let target: Target;
let cookies: Map<Visitor, string>;
let memberId: string;

beforeAll(async () => {
  target = await startTarget();
  const { ctx } = target.app;
  const other = await target.story.register('CNOM', doctor());
  await target.settle();
  const contact = 'aide@alpha.example';
  await registerOperator(ctx, { code: 'alpha', name: 'Alpha', contact, domains: ['alpha.mssante.example'] });
  await upsertStructures(ctx, [
    { id: 'F990000010', finess: '990000010', kind: 'EJ', name: 'Hôpital d’essai' },
  ]);
  memberId = (await memberByIdNat(ctx, 'CNOM', target.person.idNat))?.memberId ?? '';
  const who = (visitor: Visitor): Parameters<typeof openSession>[1] => {
    if (visitor === 'the person') return { idNat: target.person.idNat };
    if (visitor === 'another professional') return { idNat: other.idNat };
    const [role = '', scope = role === 'manager' ? 'R997' : ''] = visitor.split(' ');
    return { role, ...(role === 'manager' ? { scope: 'R997' } : scope && { scope }) };
  };
  const opened = SIGNED_IN.map(
    async (visitor) => [visitor, (await openSession(ctx, who(visitor))).token] as const,
  );
  cookies = new Map(await Promise.all(opened));
});
afterAll(() => target.stop());

const about = (name: string): string => {
  if (name === 'id') return memberId;
  return name === 'idNat' ? target.person.idNat : 'x';
};

/** Whether the door let the visitor in: it sent neither away nor to sign in. */
async function opens(method: string, path: string, visitor: Visitor): Promise<boolean> {
  const token = cookies.get(visitor);
  const answer = await fetch(target.origin + fill(path, about), {
    method,
    redirect: 'manual',
    headers: {
      accept: 'text/html',
      origin: target.origin,
      ...(token && { cookie: `esculape_session=${token}` }),
    },
    ...(method === 'GET'
      ? {}
      : { body: new URLSearchParams({ idNat: target.person.idNat, motif: 'essai' }) }),
  });
  await answer.body?.cancel();
  const sentAway = /^\/(connexion|ordres\/[a-z]+)\?retour=|^\/(connexion|ordres\/[a-z]+)$/.test(
    answer.headers.get('location') ?? '',
  );
  return answer.status < 500 && ![401, 403].includes(answer.status) && !(answer.status === 303 && sentAway);
}

/** All of them at once: there are a few hundred pages and sixteen visitors. */
const everyVisitor = (visit: (visitor: Visitor) => Promise<void>) => Promise.all(VISITORS.map(visit));

const allowed = (path: string) => DOORS.find(([pattern]) => pattern.test(path))?.[1];

describe('every page', () => {
  it('opens to those of the table and to nobody else', async () => {
    const pages = readable(target.routes);
    expect(pages.filter(({ path }) => !allowed(path)).map(({ path }) => path)).toEqual([]);
    const faults: string[] = [];
    for (const { path } of pages) {
      if (/evenements|stream|me$/.test(path) || path.startsWith('/auth')) continue;
      await everyVisitor(async (visitor) => {
        const wanted = allowed(path)?.includes(visitor) ?? false;
        if (wanted || allowed(path) !== EVERYBODY)
          if ((await opens('GET', path, visitor)) !== wanted)
            faults.push(`${visitor} ${wanted ? 'not let in' : 'let in'} at ${path}`);
      });
    }
    // These speak to programs or to other states of a sign-in, and say so by 401 or 403 to everybody.
    expect(
      faults.filter((fault) => !/not let in at \/(sandbox\/api|connexion\/(retour|psc))/.test(fault)),
    ).toEqual([]);
  });

  it('that changes something refuses all those who are not of the table', async () => {
    const forms = changing(target.routes).filter(({ path }) => !/^\/(sandbox|auth|e-cps|api)/.test(path));
    const faults: string[] = [];
    for (const { method, path } of forms) {
      const who = allowed(path);
      if (!who) faults.push(`${path} is in no line of the table`);
      await everyVisitor(async (visitor) => {
        if (!who?.includes(visitor) && (await opens(method, path, visitor)))
          faults.push(`${visitor} let in at ${path}`);
      });
    }
    expect(faults).toEqual([]);
  });
});

describe('a file of one ordre', () => {
  it('is unknown to the agent of another, whichever door carries its number', async () => {
    const paths = target.routes.filter(
      ({ path, method }) => /^\/ordres\/cnop\/agents\/.*:id/.test(path) && method !== 'ALL',
    );
    expect(paths.length).toBeGreaterThan(3);
    for (const { method, path } of paths) {
      const answer = await fetch(
        target.origin + fill(path, (name) => (name === 'id' ? memberId : 'instruire')),
        {
          method,
          redirect: 'manual',
          headers: {
            accept: 'text/html',
            origin: target.origin,
            cookie: `esculape_session=${cookies.get('agent CNOP')}`,
          },
          ...(method === 'GET'
            ? {}
            : { body: new URLSearchParams({ version: '1', mail: 'pirate@pirate.example' }) }),
        },
      );
      expect([method, path, answer.status]).toEqual([method, path, 404]);
      expect(await answer.text()).not.toContain(target.person.rpps);
    }
    expect((await memberByIdNat(target.app.ctx, 'CNOM', target.person.idNat))?.version).toBe(1);
  });
});

describe('the file of a person', () => {
  it('opens to the person and not to another professional, however it is named', async () => {
    const { idNat, rpps } = target.person;
    const attempts: [string, string][] = [idNat, rpps, ` ${idNat}`, idNat.replace(/^8/, '8 ')].flatMap(
      (name) => [
        ['GET', `/annuaire/compte?idNat=${encodeURIComponent(name)}`] as [string, string],
        ['GET', `/suivi?idNat=${encodeURIComponent(name)}`],
        ['GET', `/suivi/${encodeURIComponent(name)}`],
        ['POST /annuaire/compte', name],
        ['POST /suivi', name],
      ],
    );
    for (const [what, name] of attempts) {
      const post = what.startsWith('POST ');
      const answer = await fetch(target.origin + (post ? what.slice(5) : name), {
        method: post ? 'POST' : 'GET',
        redirect: 'manual',
        headers: {
          ...{ accept: 'text/html', origin: target.origin },
          cookie: `esculape_session=${cookies.get('another professional')}`,
        },
        ...(post && { body: new URLSearchParams({ idNat: name, motif: 'curiosité' }) }),
      });
      expect([what, name, answer.status]).toEqual([what, name, 403]);
    }
    expect(await opens('GET', `/suivi/${idNat}`, 'the person')).toBe(true);
  });
});
