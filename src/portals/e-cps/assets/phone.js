import { enrol, openActivation, takeFragment, whyUnsupported } from './activation.js';
import { call, follow, Refused } from './api.js';
import { forgetDevice, loadDevice } from './device.js';
import { bindFingerprint, forgetFingerprint, showFingerprint } from './fingerprint.js';
import { dropSubscription, showPush, turnOff, turnOn } from './push.js';
import { askRenewal, renew } from './renewal.js';
import { approve, arrived, ask, refuse } from './requests.js';
import { current, describe, element, finish, onSend, root, show, write } from './screens.js';
import { phone } from './state.js';

let listening = new AbortController();

async function start() {
  phone.secret = takeFragment() ?? phone.secret;
  const reason = whyUnsupported();
  if (reason) {
    write('reason', reason);
    return show('unsupported');
  }
  phone.device = await loadDevice();
  if (!phone.secret) return phone.device ? home() : show('welcome');
  write('replace', phone.device ? 'Cet appareil porte déjà une e-CPS : elle sera remplacée.' : '');
  show('open');
}

const me = () => call('GET', '/me', { token: phone.device.deviceToken });

async function home() {
  try {
    const { device, record, push, fingerprint } = await me();
    if (device.state !== 'active') return stopped(device.state);
    const until = new Date(device.expiresAt).toLocaleDateString('fr-FR', {
      dateStyle: 'long',
      timeZone: 'Europe/Paris',
    });
    write('holder', record ? `${record.givenName} ${record.familyName}` : 'ce téléphone');
    write('validity', `${device.deviceName}, e-CPS valable jusqu’au ${until}.`);
    root.querySelector('[data-part=renewal]').hidden = !device.renewable;
    showPush(push);
    await showFingerprint(fingerprint);
    showRecord(record);
    show('home');
    listen();
  } catch (error) {
    if (error instanceof Refused && error.status === 401) return gone();
    write('listening', error.message);
    show('home');
    setTimeout(() => current() === 'home' && home(), 5_000);
  }
}

function showRecord(record) {
  write('no-record', record ? '' : 'Votre fiche n’est pas, ou n’est plus, dans l’Annuaire Santé.');
  const pairs = record && [
    ['Identifiant national', record.idNat],
    ['Nom', `${record.givenName} ${record.familyName}`],
    ['Profession', record.professions.join(', ')],
    ['Adresse mail de correspondance', record.mail],
    ['Mobile', record.mobile],
    [
      'Mis à jour le',
      new Date(record.updatedAt).toLocaleString('fr-FR', {
        dateStyle: 'long',
        timeStyle: 'short',
        timeZone: 'Europe/Paris',
      }),
    ],
  ];
  describe(root.querySelector('[data-record]'), pairs ?? []);
}

function listen() {
  listening.abort();
  listening = new AbortController();
  follow(phone.device.deviceToken, {
    signal: listening.signal,
    onLine: (up) =>
      write('listening', up ? 'Prête : vos demandes de connexion arrivent ici.' : 'Connexion perdue…'),
    onState: ({ device, requests }) => {
      if (device.state === 'active') arrived(requests);
      else if (!phone.answering) stopped(device.state);
    },
    onEnded: gone,
  });
}

const STOPPED = {
  locked: [
    'Votre e-CPS est bloquée',
    'Trois codes faux ont été tapés. Activez-la à nouveau pour vous en servir.',
  ],
  expired: ['Votre e-CPS a expiré', 'Elle a trois ans. Activez-la à nouveau : vos données n’ont pas bougé.'],
  gone: [
    'Cet appareil n’a plus d’e-CPS',
    'Elle a été supprimée, ou remplacée par celle d’un autre appareil.',
  ],
  deleted: ['e-CPS supprimée', 'Cet appareil ne peut plus approuver de connexion.'],
};

async function stopped(why) {
  listening.abort();
  await forgetDevice();
  await dropSubscription().catch(() => undefined);
  phone.device = undefined;
  finish(...STOPPED[why]);
}

const gone = () => stopped('gone');

/** Whether that refusal means the end of this e-CPS; it is then said. */
function endOf(error) {
  const why = { 'credentials.locked': 'locked', 'credentials.expired-means': 'expired' }[error.code];
  if (why) stopped(why);
  else if (error.status === 401) gone();
  else return false;
  return true;
}

onSend('typed-form', ({ typed }) => openActivation(typed));
onSend('open-form', () => openActivation(phone.secret));
onSend('enrol-form', enrol);
onSend('code-form', (values, form) => approve(values, form, endOf));
onSend('refuse-form', refuse);
onSend('test-form', async () => {
  phone.trial = await call('POST', '/test', { token: phone.device.deviceToken });
  const mine = (await me()).requests.find(({ id }) => id === phone.trial.id);
  if (mine && current() !== 'code') ask(mine);
});
onSend('finger-form', (_values, form) => approve({}, form, endOf));
onSend('fingerprint-form', bindFingerprint);
onSend('fingerprint-off-form', forgetFingerprint);
onSend('push-form', turnOn);
onSend('push-off-form', turnOff);
onSend('renew-form', askRenewal);
onSend('renewal-form', (values, form) => renew(values, form, endOf));
onSend('delete-form', async () => {
  listening.abort();
  await call('DELETE', '/me', { token: phone.device.deviceToken });
  await stopped('deleted');
});
element('code-back').addEventListener('click', () => show('request'));
element('delete-ask').addEventListener('click', () => show('delete'));
element('delete-back').addEventListener('click', () => start());
element('renewal-back').addEventListener('click', () => start());
element('result-done').addEventListener('click', () => start());
window.addEventListener('hashchange', () => start());

navigator.serviceWorker?.register('/e-cps/sw.js', { scope: '/e-cps' }).catch(() => undefined);
start();
