import { waysOut } from './links.js';
import { type Finding, failed, notApplicable, passed, verdict } from './report.js';
import { isSignedIn, type Proof, play, type Run } from './run.js';
import { answer, type Callback, type Departure, identify, namesUs } from './visit.js';
import { Visitor } from './visitor.js';

/** Nobody's number: what a misled service would show. */
const NOBODY = '899700000000';

/** Plays an ordinary sign-in, and judges what it leaves. Out: the browser that is signed in; undefined without one. */
export async function checkSignIn(run: Run, departure: Departure): Promise<Visitor | undefined> {
  const { visitor } = departure;
  let before: Visitor | undefined;
  await play(run, 'sign-in', async () => {
    const callback = await identify(run, departure);
    before = visitor.twin();
    await answer(visitor, callback);
    return opened(run, visitor, callback);
  });
  if (!run.proof || !before) return undefined;
  const held = before;
  await play(run, 'clean-address', async () => cleanAddress(visitor));
  await play(run, 'no-token-in-urls', async () => noTokenInUrls(run, visitor));
  const names = await sessionCookies(run, visitor);
  await play(run, 'cookies', async () => cookies(run, visitor, names));
  await play(run, 'session-renewed', async () => renewed(run, held, visitor, names));
  return visitor;
}

async function opened(run: Run, visitor: Visitor, { address }: Callback): Promise<Finding> {
  const landing = visitor.url;
  if (visitor.status >= 400) return failed(`Le retour ${address} répond ${visitor.status}.`);
  const stranger = new Visitor(run.origins);
  for (const page of new Set([landing.split('?')[0] ?? landing, run.url])) {
    await stranger.go(page).catch(() => undefined);
    await visitor.go(page);
    const proof = proofOf(run, page, stranger.body, visitor.body);
    if (!proof) continue;
    run.proof = proof;
    visitor.url = landing;
    return passed(`${page} ${proof.says}.`);
  }
  return failed('Après le retour, rien ne distingue la page de celle d’un inconnu : ni nom, ni numéro.');
}

/** In: the same page for a stranger and for the person. */
function proofOf(run: Run, page: string, strange: string, own: string): Proof | undefined {
  const { idNat, names } = run.person;
  const has = (html: string, mark: string) => html.toLowerCase().includes(mark.toLowerCase());
  const marks = [idNat, idNat.slice(1), ...names].filter((mark) => has(own, mark) && !has(strange, mark));
  const button = (html: string) => waysOut(html).some(namesUs);
  const gone = button(strange) && !button(own);
  if (marks.length === 0 && !gone) return undefined;
  return {
    page,
    says: marks.length > 0 ? `montre « ${marks[0]} »` : 'ne montre plus le bouton',
    shows: (html) => [...marks, NOBODY].some((mark) => has(html, mark)) || (gone && !button(html)),
  };
}

function cleanAddress(visitor: Visitor): Finding {
  const left = [...new URL(visitor.url).searchParams.keys()].filter((name) =>
    ['code', 'state'].includes(name),
  );
  return verdict(
    left.length === 0,
    `La page est à ${new URL(visitor.url).pathname}.`,
    `L’adresse garde ${left.join(' et ')}.`,
  );
}

const TOKEN = /\beyJ[\w-]{10,}\.[\w-]{10,}\.|[?&#](access_token|id_token|refresh_token)=/;

/** Pro Santé Connect itself asks for `id_token_hint` in an address: its own are not judged. */
function noTokenInUrls(run: Run, visitor: Visitor): Finding {
  const addresses = [...visitor.visited, ...waysOut(visitor.body).map(({ address }) => address)];
  const found = addresses.find((address) => !address.startsWith(run.issuer) && TOKEN.test(address));
  const where = found && new URL(found, visitor.url).pathname;
  return verdict(
    !found,
    `${addresses.length} adresses regardées.`,
    `Un jeton est dans une adresse de ${where}.`,
  );
}

/** Cookies of the service without which the person is nobody. */
async function sessionCookies(run: Run, visitor: Visitor): Promise<string[]> {
  const own = visitor.setCookies.filter(({ origin }) => origin !== new URL(run.issuer).origin);
  const names = new Set(own.map(({ line }) => line.slice(0, line.indexOf('='))));
  const needed = [];
  for (const name of names) if (!(await isSignedIn(run, visitor.twin(name)))) needed.push(name);
  return needed;
}

function cookies(run: Run, visitor: Visitor, names: readonly string[]): Finding {
  if (names.length === 0) return notApplicable('Aucun cookie seul ne tient la session.');
  const secure = run.url.startsWith('https:');
  const faults = names.flatMap((name) => {
    const line = visitor.setCookies.findLast((one) => one.line.startsWith(`${name}=`))?.line ?? '';
    const has = (sign: RegExp) => sign.test(line);
    return [
      has(/;\s*httponly/i) ? '' : `${name} sans HttpOnly`,
      has(/;\s*samesite=(lax|strict)/i) ? '' : `${name} sans SameSite`,
      !secure || has(/;\s*secure/i) ? '' : `${name} sans Secure`,
    ].filter(Boolean);
  });
  return verdict(faults.length === 0, `Cookie ${names.join(', ')}.`, `${faults.join(', ')}.`);
}

function renewed(run: Run, before: Visitor, after: Visitor, names: readonly string[]): Finding {
  if (names.length === 0) return notApplicable('Aucun cookie seul ne tient la session.');
  const kept = names.filter((name) => {
    const value = before.cookie(run.url, name);
    return value !== undefined && value === after.cookie(run.url, name);
  });
  return verdict(
    kept.length === 0,
    'Le cookie de session est neuf au retour.',
    `${kept.join(', ')} n’a pas changé.`,
  );
}
