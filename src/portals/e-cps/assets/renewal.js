import { call } from './api.js';
import { sign } from './device.js';
import { finish, show, write } from './screens.js';
import { phone } from './state.js';

/** What the phone names as the service when it signs to be renewed. */
const RENEWAL = 'e-cps-renouvellement';

/** Has a code sent to the mobile that the authority knows. */
export async function askRenewal() {
  phone.renewal = await call('POST', '/renewal', { token: phone.device.deviceToken });
  write('renewal-mobile', phone.renewal.maskedMobile);
  show('renewal');
}

/** Signs with the key that stays. `onStop(error)` hears that this e-CPS can answer nothing any more. */
export async function renew({ smsCode, pin }, form, onStop) {
  const { activationId, activationToken } = phone.renewal;
  const answer = await sign(phone.device.privateKey, {
    ...{ requestId: activationId, nonce: activationToken },
    ...{ clientId: RENEWAL, decision: 'approve' },
  });
  const body = { activationId, activationToken, smsCode, pin, answer };
  try {
    const { expiresAt } = await call('POST', '/renewal/completion', {
      token: phone.device.deviceToken,
      body,
    });
    form.reset();
    const until = new Date(expiresAt).toLocaleDateString('fr-FR', {
      ...{ dateStyle: 'long', timeZone: 'Europe/Paris' },
    });
    finish('Votre e-CPS est renouvelée', `Elle fonctionne jusqu’au ${until}.`);
  } catch (error) {
    if (!onStop(error)) throw Object.assign(error, { field: fieldOf(error.code) });
  }
}

const fieldOf = (code) => ({ 'credentials.wrong-pin': 'pin', 'credentials.wrong-sms-code': 'smsCode' })[code];
