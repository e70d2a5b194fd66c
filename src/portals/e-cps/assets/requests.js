import { call, Refused } from './api.js';
import { sign } from './device.js';
import { showFinger } from './fingerprint.js';
import { current, element, finish, root, show, write } from './screens.js';
import { phone } from './state.js';

/** Puts one waiting sign-in on screen. */
export function ask(request) {
  phone.request = request;
  const test = phone.trial?.id === request.id;
  write('service', request.service);
  write('place', request.place);
  write(
    'test-number',
    test ? `Pour cet essai, le nombre à reconnaître est ${twoDigits(phone.trial.number)}.` : '',
  );
  root.querySelector('[data-numbers]').replaceChildren(...request.numbers.map(numberButton));
  show('request');
  document.title = 'Une connexion attend · e-CPS';
  navigator.vibrate?.(200);
  countDown(request.id);
}

const twoDigits = (number) => String(number).padStart(2, '0');

function numberButton(number) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'number';
  button.textContent = twoDigits(number);
  button.addEventListener('click', () => choose(number));
  return button;
}

function choose(number) {
  phone.chosen = number;
  write('code-service', phone.request.service);
  write('code-number', twoDigits(number));
  element('code-form').reset();
  show('code');
  element('code-form').elements.namedItem('code').focus();
}

function countDown(id) {
  if (phone.request?.id !== id) return;
  const seconds = Math.round((Date.parse(phone.request.expiresAt) - Date.now()) / 1000);
  write('remaining', seconds > 0 ? `Il reste ${seconds} seconde${seconds > 1 ? 's' : ''}.` : '');
  if (seconds > 0) setTimeout(countDown, 1_000, id);
}

/** What the server says is waiting: takes the screen away from a request that is over, and shows the next. */
export function arrived(requests) {
  if (phone.answering) return;
  const over = phone.request && !requests.some(({ id }) => id === phone.request.id);
  if (over && ['request', 'code'].includes(current())) {
    finish('Demande close', 'Cette demande a expiré ou a été retirée. Recommencez depuis votre service.');
  }
  if (current() === 'home' && requests.length > 0) ask(requests[0]);
}

async function answer(decision, pin, byFinger = false) {
  const { id, nonce, clientId } = phone.request;
  const number = decision === 'approve' ? { number: phone.chosen } : {};
  phone.answering = true;
  try {
    const signed = await sign(phone.device.privateKey, {
      requestId: id,
      nonce,
      clientId,
      decision,
      ...number,
    });
    const assertion = byFinger ? { assertion: await showFinger(signed) } : {};
    const body = { answer: signed, ...(pin && { pin }), ...assertion };
    return await call('POST', `/requests/${id}/answer`, { token: phone.device.deviceToken, body });
  } finally {
    phone.answering = false;
  }
}

/** The person says no: signed, without personal code. */
export async function refuse() {
  await answer('refuse');
  finish('Connexion refusée', 'Personne n’a été connecté. Si vous n’avez rien demandé, prévenez le support.');
}

/** Refusals after which the same code form may be sent again. */
const AGAIN = ['unknown', 'credentials.wrong-pin', 'credentials.fingerprint-refused', 'too-many-requests'];

/** The person says yes. `onStop(error)` hears that this e-CPS can answer nothing any more. */
export async function approve({ code }, form, onStop) {
  const test = phone.trial?.id === phone.request.id;
  try {
    await answer('approve', code, code === undefined);
    form.reset();
    if (test) finish('Bravo, votre e-CPS fonctionne', 'L’essai a réussi de bout en bout.');
    else finish('Connexion approuvée', 'Votre service s’ouvre sur l’ordinateur.');
  } catch (error) {
    form.reset();
    if (!(error instanceof Refused) || AGAIN.includes(error.code))
      throw Object.assign(error, { field: 'code' });
    if (!onStop(error)) finish('Connexion refusée', error.message);
  }
}
