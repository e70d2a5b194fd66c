import { call, follow, Refused } from './api.js';
import { forgetDevice, keepDevice, loadDevice, makeKey, sign } from './device.js';
import { current, describe, element, Faulty, onSend, root, show, write } from './screens.js';

const DEVICE_NAMES = { android: 'Téléphone Android', ios: 'iPhone ou iPad', web: 'Navigateur' };

let device;
let activation;
let secret;
let request;
let chosen;
let trial;
let answering = false;
let listening = new AbortController();

const unsupported = () => {
  if (!window.isSecureContext || !window.crypto?.subtle) {
    return `Vous êtes à l’adresse ${location.origin}, sans https : le navigateur n’y donne pas de quoi créer une clé.`;
  }
  if (location.origin !== root.dataset.origin) {
    return `Vous êtes à l’adresse ${location.origin}, qui n’est pas celle de l’e-CPS : une réponse signée ici serait refusée.`;
  }
  return window.indexedDB ? undefined : 'Ce navigateur ne garde pas de clé : quittez la navigation privée.';
};

/** The secret of the link. It leaves the address and the history before anything else happens. */
function takeFragment() {
  const found = /^#a=([\w-]+)$/.exec(location.hash)?.[1];
  if (found) history.replaceState(null, '', location.pathname + location.search);
  return found;
}

function platformOfDevice() {
  if (root.dataset.profile) return root.dataset.profile;
  const agent = navigator.userAgent;
  if (/Android/.test(agent)) return 'android';
  const tablet = /Macintosh/.test(agent) && navigator.maxTouchPoints > 1;
  return tablet || /iPhone|iPad|iPod/.test(agent) ? 'ios' : 'web';
}

async function start() {
  secret = takeFragment() ?? secret;
  const reason = unsupported();
  if (reason) {
    write('reason', reason);
    return show('unsupported');
  }
  device = await loadDevice();
  if (secret) {
    write('replace', device ? 'Cet appareil porte déjà une e-CPS : elle sera remplacée.' : '');
    return show('open');
  }
  return device ? home() : show('welcome');
}

async function open(opened) {
  activation = await call('POST', '/activations', { body: { secret: opened } });
  secret = undefined;
  write('name', activation.displayName);
  write('mobile', activation.maskedMobile);
  const platform = platformOfDevice();
  for (const radio of element('enrol-form').elements.namedItem('platform'))
    radio.checked = radio.value === platform;
  show('enrol');
}

async function enrol(values, form) {
  if (!/^\d{4}$/.test(values.pin)) throw new Faulty('pin', 'Le code personnel a quatre chiffres.');
  if (values.pin !== values.pinAgain)
    throw new Faulty('pinAgain', 'Les deux codes personnels ne sont pas les mêmes.');
  const { privateKey, publicKeyJwk } = await makeKey();
  const activated = await call('POST', '/activations/completion', {
    body: {
      activationToken: activation.activationToken,
      smsCode: values.smsCode,
      pin: values.pin,
      publicKeyJwk,
      deviceName: DEVICE_NAMES[values.platform],
      platform: values.platform,
    },
  });
  device = { ecpsId: activated.ecpsId, deviceToken: activated.deviceToken, privateKey };
  await keepDevice(device);
  form.reset();
  finish(
    'Votre e-CPS est active',
    'Ce téléphone peut maintenant approuver vos connexions. Gardez cette page à portée.',
  );
}

const me = () => call('GET', '/me', { token: device.deviceToken });

async function home() {
  try {
    const { device: state, record } = await me();
    if (state.state !== 'active') return stopped(state.state);
    write('holder', record ? `${record.givenName} ${record.familyName}` : 'ce téléphone');
    write(
      'validity',
      `Valable jusqu’au ${new Date(state.expiresAt).toLocaleDateString('fr-FR', { dateStyle: 'long' })}.`,
    );
    showRecord(record);
    show('home');
    listen();
  } catch (error) {
    if (error instanceof Refused && error.status === 401) return gone();
    write('listening', error.message);
    show('home');
    setTimeout(home, 5_000);
  }
}

function showRecord(record) {
  root.querySelector('[data-text="no-record"]').hidden = Boolean(record);
  describe(
    root.querySelector('[data-record]'),
    record
      ? [
          ['Identifiant national', record.idNat],
          ['Profession ou rôle', record.professions.join(', ')],
          ['Courriel de correspondance', record.mail],
          ['Mobile de correspondance', record.mobile],
        ]
      : [],
  );
}

function listen() {
  listening.abort();
  listening = new AbortController();
  follow(device.deviceToken, {
    signal: listening.signal,
    onLine: (up) =>
      write(
        'listening',
        up ? 'Prête : vos demandes de connexion arrivent ici.' : 'Connexion perdue, nouvel essai…',
      ),
    onState: ({ device: state, requests }) =>
      state.state === 'active' ? arrived(requests) : stopped(state.state),
    onEnded: gone,
  });
}

function arrived(requests) {
  if (answering) return;
  const waiting = requests.find(({ id }) => id === request?.id);
  if ((current() === 'request' || current() === 'code') && !waiting) {
    request = undefined;
    finish('Demande close', 'Cette demande a expiré ou a été retirée.');
  }
  if (current() === 'home' && requests.length > 0) ask(requests[0]);
}

function ask(next) {
  request = next;
  write('service', next.service);
  write('place', next.place);
  write(
    'test-number',
    trial?.id === next.id ? `Pour cet essai, le nombre à reconnaître est ${trial.number}.` : '',
  );
  root.querySelector('[data-numbers]').replaceChildren(...next.numbers.map(numberButton));
  show('request');
  document.title = 'Une connexion attend · e-CPS';
  navigator.vibrate?.(200);
  countDown();
}

function numberButton(number) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'number';
  button.textContent = number;
  button.addEventListener('click', () => {
    chosen = number;
    write('code-service', request.service);
    write('code-number', String(number));
    element('code-form').reset();
    show('code');
    element('code-form').elements.namedItem('code').focus();
  });
  return button;
}

function countDown() {
  if (!request) return;
  const seconds = Math.round((Date.parse(request.expiresAt) - Date.now()) / 1000);
  write('remaining', seconds > 0 ? `Il reste ${seconds} seconde${seconds > 1 ? 's' : ''}.` : '');
  if (seconds > 0) return void setTimeout(countDown, 1_000);
  request = undefined;
  finish('Demande expirée', 'Vous n’avez pas répondu à temps. Recommencez depuis votre service.');
}

async function answer(decision, pin) {
  const { id, nonce, clientId } = request;
  answering = true;
  try {
    const number = decision === 'approve' ? { number: chosen } : {};
    const signed = await sign(device.privateKey, { requestId: id, nonce, clientId, decision, ...number });
    return await call('POST', `/requests/${id}/answer`, {
      token: device.deviceToken,
      body: { answer: signed, ...(pin && { pin }) },
    });
  } finally {
    answering = false;
  }
}

async function approve({ code }, form) {
  const test = trial?.id === request.id;
  try {
    await answer('approve', code);
    if (test) finish('Bravo, votre e-CPS fonctionne', 'L’essai a réussi de bout en bout.');
    else finish('Connexion approuvée', 'Votre service s’ouvre sur l’ordinateur.');
  } catch (error) {
    form.reset();
    if (
      !(error instanceof Refused) ||
      ['unknown', 'credentials.wrong-pin', 'too-many-requests'].includes(error.code)
    ) {
      throw Object.assign(error, { field: 'code' });
    }
    if (error.code === 'credentials.locked') return stopped('locked');
    if (error.status === 401) return gone();
    finish('Connexion refusée', error.message);
  }
}

/** Ends what was going on by a message; «Continuer» leads home. */
function finish(title, text) {
  request = undefined;
  document.title = 'e-CPS · Esculape';
  write('result-title', title);
  write('result-text', text);
  show('result');
}

const STOPPED = {
  locked: [
    'Votre e-CPS est bloquée',
    'Trois codes faux ont été tapés. Activez-la à nouveau pour vous en servir.',
  ],
  expired: ['Votre e-CPS a expiré', 'Elle a trois ans. Activez-la à nouveau : vos données n’ont pas bougé.'],
};

async function stopped(state) {
  listening.abort();
  await forgetDevice();
  device = undefined;
  finish(...STOPPED[state]);
}

async function gone() {
  listening.abort();
  await forgetDevice();
  device = undefined;
  finish(
    'Cet appareil n’a plus d’e-CPS',
    'Elle a été supprimée, ou remplacée par celle d’un autre appareil.',
  );
}

onSend('typed-form', ({ typed }) => open(typed));
onSend('open-form', () => open(secret));
onSend('enrol-form', enrol);
onSend('code-form', approve);
onSend('refuse-form', async () => {
  await answer('refuse');
  finish('Connexion refusée', 'Personne n’a été connecté. Si vous n’avez rien demandé, prévenez le support.');
});
onSend('test-form', async () => {
  trial = await call('POST', '/test', { token: device.deviceToken });
  const { requests } = await me();
  const mine = requests.find(({ id }) => id === trial.id);
  if (mine && current() !== 'code') ask(mine);
});
onSend('delete-form', async () => {
  listening.abort();
  await call('DELETE', '/me', { token: device.deviceToken });
  await forgetDevice();
  device = undefined;
  finish('e-CPS supprimée', 'Cet appareil ne peut plus approuver de connexion.');
});
element('code-back').addEventListener('click', () => show('request'));
element('result-done').addEventListener('click', () => start());
window.addEventListener('hashchange', () => start());

navigator.serviceWorker?.register('/e-cps/sw.js', { scope: '/e-cps' }).catch(() => undefined);
start();
