import { Refusal } from './errors.js';

export interface Sms {
  /** E.164, e.g. `+33639980001`. */
  readonly to: string;
  readonly text: string;
}

/** Where text messages leave the program. The sandbox catches them in its inbox. */
export interface SmsPort {
  /** @throws Refusal 503 `sms-away` when the message does not leave */
  send(sms: Sms): Promise<void>;
}

/** Hands each message to an HTTP gateway as JSON `{to, text}`, which answers 2xx within ten seconds. */
export function gatewaySms(url: string): SmsPort {
  return {
    async send(sms) {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(sms),
        signal: AbortSignal.timeout(10_000),
      }).catch((error: unknown) => {
        throw smsAway(String(error));
      });
      if (!answer.ok) throw smsAway(`La passerelle de SMS a répondu ${answer.status}`);
    },
  };
}

const smsAway = (detail: string): Refusal =>
  new Refusal({
    code: 'sms-away',
    status: 503,
    message: 'Les SMS ne partent pas en ce moment : réessayez dans quelques minutes.',
    data: { retryAfterSeconds: 60 },
    detail,
  });
