import type Provider from 'oidc-provider';

/** What the page of the engine says, and what ours says; the script between is the one that our policy lets run. */
const WORDS: readonly (readonly [string, string])[] = [
  ['<html>', '<html lang="fr">'],
  [
    '<meta http-equiv="X-UA-Compatible" content="IE=edge">',
    '<meta charset="utf-8">\n  <meta name="viewport" content="width=device-width, initial-scale=1">',
  ],
  ['<title>Submitting Callback</title>', '<title>Retour au service · Pro Santé Connect</title>'],
  [
    "Your browser does not support JavaScript or you've disabled it.<br/>",
    '<h1>Retour au service</h1>\n      <p>Il reste à revenir au service qui vous a envoyé ici.</p>',
  ],
  ['<button autofocus type="submit">Continue</button>', '<button type="submit">Continuer</button>'],
];

/** The page that posts an answer to the service (OAuth 2.0 Form Post Response Mode), in French for who has no script. */
export function sayFormPostInFrench(provider: Provider): void {
  provider.use(async (koa, next) => {
    await next();
    if (typeof koa.body !== 'string' || !koa.body.includes('<title>Submitting Callback</title>')) return;
    koa.body = WORDS.reduce((page, [said, ours]) => page.replace(said, () => ours), koa.body);
  });
}
