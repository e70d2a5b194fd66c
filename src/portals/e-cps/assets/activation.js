import { call } from './api.js';
import { keepDevice, makeKey } from './device.js';
import { element, Faulty, finish, root, show, write } from './screens.js';
import { phone } from './state.js';

const DEVICE_NAMES = { android: 'Téléphone Android', ios: 'iPhone ou iPad', web: 'Navigateur' };

/** Why no key can be made or used here, for the person; undefined when all is well. */
export function whyUnsupported() {
  if (!window.isSecureContext || !window.crypto?.subtle) {
    return `Vous êtes à l’adresse ${location.origin}, sans https : le navigateur n’y donne pas de quoi créer une clé.`;
  }
  if (location.origin !== root.dataset.origin) {
    return `Vous êtes à l’adresse ${location.origin}, qui n’est pas celle de l’e-CPS : une réponse signée ici serait refusée.`;
  }
  return window.indexedDB ? undefined : 'Ce navigateur ne garde pas de clé : quittez la navigation privée.';
}

/** The secret of the link. It leaves the address and the history before anything else happens. */
export function takeFragment() {
  const found = /^#a=([\w-]+)$/.exec(location.hash)?.[1];
  if (found) history.replaceState(null, '', location.pathname + location.search);
  return found;
}

function platformOfDevice() {
  if (root.dataset.profile) return root.dataset.profile;
  const agent = navigator.userAgent;
  if (/Android/.test(agent)) return 'android';
  // An iPad says that it is a Macintosh, which has no touch screen.
  const tablet = /Macintosh/.test(agent) && navigator.maxTouchPoints > 1;
  return tablet || /iPhone|iPad|iPod/.test(agent) ? 'ios' : 'web';
}

/** Spends the first secret (link or ten signs) and asks for the second. */
export async function openActivation(secret) {
  phone.activation = await call('POST', '/activations', { body: { secret } });
  phone.secret = undefined;
  write('name', phone.activation.displayName);
  askForSms(phone.activation.maskedMobile);
  const platform = platformOfDevice();
  for (const radio of element('enrol-form').elements.namedItem('platform')) {
    radio.checked = radio.value === platform;
  }
  show('enrol');
}

/** After a sign-in by card no SMS was sent: its field goes away, and nothing of it is sent. */
function askForSms(mobile) {
  const input = element('enrol-form').elements.namedItem('smsCode');
  input.disabled = mobile === null;
  input.closest('.field').hidden = mobile === null;
  write('enrol-title', mobile === null ? 'Choisissez votre code personnel' : 'Encore deux codes');
  write('mobile', mobile === null ? 'Votre carte vous a reconnu.' : `Un SMS est parti au ${mobile}.`);
}

/** Makes the key, sends its public half with the SMS code and the personal code, and keeps the rest here. */
export async function enrol({ smsCode = '', pin, pinAgain, platform }, form) {
  if (!/^\d{4}$/.test(pin)) throw new Faulty('pin', 'Le code personnel a quatre chiffres.');
  if (pin !== pinAgain) throw new Faulty('pinAgain', 'Les deux codes personnels ne sont pas les mêmes.');
  const { privateKey, publicKeyJwk } = await makeKey();
  const { activationToken } = phone.activation;
  const deviceName = DEVICE_NAMES[platform];
  const { ecpsId, deviceToken } = await call('POST', '/activations/completion', {
    body: { activationToken, smsCode, pin, publicKeyJwk, deviceName, platform },
  });
  phone.device = { ecpsId, deviceToken, privateKey };
  await keepDevice(phone.device);
  form.reset();
  finish('Votre e-CPS est active', 'Ce téléphone peut maintenant approuver vos connexions.');
}
