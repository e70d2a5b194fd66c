import type { ServiceAt } from '../../modules/identity-provider/index.js';
import { waysOut } from './links.js';
import { type Finding, failed, notApplicable, passed, verdict } from './report.js';
import { play, type Run } from './run.js';
import { type Departure, depart, namesUs } from './visit.js';
import { Visitor } from './visitor.js';

/** 128 bits, written as densely as an address allows, take 22 signs (base64url). */
const SHORTEST = 22;

/** Judges the way to Pro Santé Connect, and the request that two departures make. */
export async function checkRequest(
  run: Run,
  services: readonly ServiceAt[],
  first: Departure,
): Promise<ServiceAt | undefined> {
  await play(run, 'https', async () => secure(run.url));
  await play(run, 'button', async () => button(first));
  await play(run, 'terms', () => terms(run));
  const second = await depart(run);
  const asked = first.request.searchParams;
  const service = services.find(({ clientId }) => clientId === asked.get('client_id'));
  await play(run, 'target', async () => target(first, service));
  const pushed = asked.has('request_uri');
  const each = (id: Parameters<typeof play>[1], check: () => Finding) =>
    play(run, id, async () =>
      pushed ? notApplicable('Demande poussée (PAR) : elle ne se lit pas dans l’adresse.') : check(),
    );
  const again = second?.request.searchParams;
  await each('acr', () => exactly(asked, 'acr_values', 'eidas1'));
  await each('scope', () => scope(asked.get('scope') ?? ''));
  await each('state', () => fresh('state', asked, again));
  await each('nonce', () => fresh('nonce', asked, again));
  await each('pkce', () => pkce(asked, again));
  await each('redirect-uri', () => redirectUri(asked.get('redirect_uri') ?? '', service));
  return service;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

const isLocal = (url: string): boolean => LOOPBACK.includes(new URL(url).hostname);

function secure(url: string): Finding {
  if (isLocal(url)) return notApplicable('Le service est sur la machine du développeur.');
  return verdict(url.startsWith('https:'), `${new URL(url).origin} répond en https.`, 'La page est en http.');
}

function button({ button: pressed }: Departure): Finding {
  if (!pressed) return notApplicable('L’adresse donnée mène d’elle-même à Pro Santé Connect.');
  const what = `« ${pressed.label.slice(0, 80)} » → ${pressed.address.split('?')[0]}`;
  return verdict(namesUs(pressed), what, `Le bouton ne nomme pas Pro Santé Connect : ${what}.`);
}

const TERMS = /conditions|mentions|c\.?g\.?u|données personnelles|confidentialité|terms|privacy/i;

async function terms(run: Run): Promise<Finding> {
  const visitor = new Visitor(run.origins);
  await visitor.go(run.url);
  const links = waysOut(visitor.body).filter(({ kind, label }) => kind === 'link' && TERMS.test(label));
  for (const { address, label } of links.slice(0, 3)) {
    await visitor.go(address).catch(() => undefined);
    if (/pro\s*sant[ée]\s*connect/i.test(visitor.body)) return passed(`La page « ${label} » en parle.`);
  }
  const found =
    links.length > 0 ? 'Les pages liées n’en parlent pas.' : 'L’accueil ne lie aucune page de conditions.';
  return failed(found);
}

function target({ request }: Departure, service: ServiceAt | undefined): Finding {
  const type = request.searchParams.get('response_type');
  const where = `${request.origin}${request.pathname}`;
  if (!service) return failed(`client_id « ${request.searchParams.get('client_id')} » n’est pas ce service.`);
  if (request.searchParams.has('request_uri')) return passed(`${where}, par une demande poussée (PAR).`);
  return verdict(type === 'code', `${where}, response_type=code.`, `response_type vaut « ${type} ».`);
}

function exactly(asked: URLSearchParams, name: string, value: string): Finding {
  const given = asked.getAll(name).join(' ');
  const fault = given ? `${name} vaut « ${given} ».` : `${name} est absent.`;
  return verdict(given === value, `${name}=${value}.`, fault);
}

function scope(given: string): Finding {
  const missing = ['openid', 'scope_all'].filter((one) => !given.split(' ').includes(one));
  return verdict(missing.length === 0, `scope=${given}.`, `Il manque ${missing.join(' et ')}.`);
}

function fresh(name: string, asked: URLSearchParams, again: URLSearchParams | undefined): Finding {
  const value = asked.get(name) ?? '';
  if (value === '') return failed(`${name} est absent.`);
  if (value === again?.get(name)) return failed(`${name} est le même à deux départs.`);
  const signs = `${name} a ${value.length} signes`;
  return verdict(value.length >= SHORTEST, `${signs}, et change.`, `${signs} : moins de 128 bits.`);
}

function pkce(asked: URLSearchParams, again: URLSearchParams | undefined): Finding {
  const method = asked.get('code_challenge_method') ?? 'plain';
  if (asked.has('code_challenge') && method !== 'S256') return failed(`La méthode est ${method}.`);
  return fresh('code_challenge', asked, again);
}

function redirectUri(given: string, service: ServiceAt | undefined): Finding {
  if (!service?.redirectUris.includes(given)) return failed(`« ${given} » n’est pas déclarée.`);
  return verdict(given.startsWith('https:') || isLocal(given), `${given}.`, `${given} est en http.`);
}
