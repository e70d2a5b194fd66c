export interface Sms {
  /** E.164, e.g. `+33639980001`. */
  readonly to: string;
  readonly text: string;
}

/** Where text messages leave the program. The sandbox catches them in its inbox. */
export interface SmsPort {
  send(sms: Sms): Promise<void>;
}

/** Hands each message to an HTTP gateway as JSON `{to, text}`. @throws when the gateway does not answer 2xx. */
export function gatewaySms(url: string): SmsPort {
  return {
    async send(sms) {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(sms),
        signal: AbortSignal.timeout(10_000),
      });
      if (!answer.ok) throw new Error(`La passerelle de SMS a répondu ${answer.status}`);
    },
  };
}
