import { call } from './api.js';
import { root, write } from './screens.js';
import { phone } from './state.js';

/** Whether this browser can be woken when the page is closed. */
const able = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

/** Shows what can be done about notices. `on`: the server wakes this phone. */
export function showPush(on) {
  root.querySelector('[data-part=push]').hidden = !able();
  root.querySelector('#push-form').hidden = on;
  root.querySelector('#push-off-form').hidden = !on;
  write('push', on ? 'Ce téléphone est prévenu, même quand la page est fermée.' : WHY);
}

const WHY =
  'Page fermée, ce téléphone ne sait pas qu’une connexion l’attend. La notification ne dit ni qui ni où.';

/** Asks the person, then the browser, then tells the server where to wake this phone. */
export async function turnOn() {
  if ((await Notification.requestPermission()) !== 'granted') {
    throw new Error('Les notifications sont refusées pour cette page : autorisez-les dans les réglages.');
  }
  const { publicKey } = await call('GET', '/push', { token: phone.device.deviceToken });
  const worker = await navigator.serviceWorker.ready;
  const subscription = await worker.pushManager
    .subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
    .catch(() => {
      throw new Error('Ce navigateur n’a pas pu s’inscrire aux notifications. Gardez la page ouverte.');
    });
  await call('PUT', '/push', { token: phone.device.deviceToken, body: { endpoint: subscription.endpoint } });
  showPush(true);
}

/** No notice any more, here and at the push service. */
export async function turnOff() {
  await call('DELETE', '/push', { token: phone.device.deviceToken });
  await dropSubscription();
  showPush(false);
}

/** The browser gives its address up; harmless when it has none. */
export async function dropSubscription() {
  if (!able()) return;
  const worker = await navigator.serviceWorker.getRegistration('/e-cps');
  await (await worker?.pushManager.getSubscription())?.unsubscribe();
}
