import { call } from './api.js';
import { root, write } from './screens.js';
import { phone } from './state.js';

/** Whether this phone has a finger or a face to show, and a browser that says so in JSON. */
const able = async () =>
  Boolean(window.PublicKeyCredential?.parseCreationOptionsFromJSON) &&
  (await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable().catch(() => false));

/** Shows what can be done about finger or face. `id`: of the credential that stands for the code, null without one. */
export async function showFingerprint(id) {
  phone.fingerprint = id;
  root.querySelector('[data-part=fingerprint]').hidden = id === null && !(await able());
  root.querySelector('#fingerprint-form').hidden = id !== null;
  root.querySelector('#fingerprint-off-form').hidden = id === null;
  root.querySelector('[data-part=by-fingerprint]').hidden = id === null;
  write(
    'fingerprint',
    id === null
      ? 'À la place du code, votre empreinte ou votre visage. Rien n’en sort de ce téléphone.'
      : 'Votre empreinte ou votre visage remplace le code. Le code fonctionne toujours.',
  );
}

const REFUSED = 'L’empreinte ou le visage n’a pas été reconnu. Recommencez, ou gardez le code.';

/** Makes the key behind finger or face; the code is asked once more. */
export async function bindFingerprint({ pin }, form) {
  const { deviceToken: token } = phone.device;
  const { options, state } = await call('POST', '/fingerprint/options', { token });
  const made = await navigator.credentials
    .create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    .catch(() => {
      throw new Error(REFUSED);
    });
  await call('PUT', '/fingerprint', { token, body: { state, answer: JSON.stringify(made.toJSON()), pin } });
  form.reset();
  await showFingerprint(made.id);
}

/** Back to the code alone. */
export async function forgetFingerprint() {
  await call('DELETE', '/fingerprint', { token: phone.device.deviceToken });
  await showFingerprint(null);
}

/** The proof of finger or face over what the phone signed: its challenge is the digest of that text. */
export async function showFinger(signed) {
  const challenge = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(signed));
  const id = Uint8Array.from(atob(phone.fingerprint.replaceAll('-', '+').replaceAll('_', '/')), (sign) =>
    sign.charCodeAt(0),
  );
  const shown = await navigator.credentials
    .get({
      publicKey: { challenge, allowCredentials: [{ type: 'public-key', id }], userVerification: 'required' },
    })
    .catch(() => {
      throw new Error(REFUSED);
    });
  return JSON.stringify(shown.toJSON());
}
