// Software without a browser: the person signs in on their phone (CIBA). Nothing to install: fetch is enough.
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const CIBA = 'urn:openid:params:grant-type:ciba';

/** What went wrong, by the code of the protocol: access_denied, expired_token… */
export class SignInFailed extends Error {
  constructor(code, description) {
    super(`${code}: ${description ?? ''}`);
    this.code = code;
  }
}

/**
 * Signs somebody in. In: where Pro Santé Connect is and what it gave us; the national identifier that was typed; what
 * shows the two digits to the person. Out: the tokens, and what userinfo says of the person.
 */
export async function signIn({ issuer, clientId, clientSecret }, idNat, show) {
  const found = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
  if (found.issuer !== issuer) throw new Error('this is not the issuer that was configured');
  const authorization = `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)}`;
  const post = async (url, form) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams(form),
    });
    return answer.json();
  };

  const number = String(randomInt(10, 100));
  const asked = await post(found.backchannel_authentication_endpoint, {
    scope: 'openid scope_all',
    acr_values: 'eidas1',
    login_hint: idNat,
    binding_message: number,
    channel: 'MOBILE',
  });
  if (asked.error) throw new SignInFailed(asked.error, asked.error_description);
  show(number);

  let wait = asked.interval;
  for (;;) {
    await sleep(wait * 1000);
    const tokens = await post(found.token_endpoint, { grant_type: CIBA, auth_req_id: asked.auth_req_id });
    if (tokens.access_token) {
      const bearer = { authorization: `Bearer ${tokens.access_token}` };
      const person = await (await fetch(found.userinfo_endpoint, { headers: bearer })).json();
      if (person.SubjectNameID !== idNat) throw new Error('somebody else signed in');
      return { tokens, person };
    }
    if (tokens.error === 'slow_down') wait += 5;
    else if (tokens.error !== 'authorization_pending')
      throw new SignInFailed(tokens.error, tokens.error_description);
  }
}
