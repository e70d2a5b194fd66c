// What the page says to the server. The device's token travels in a header, so no address ever holds it.

/** A refusal of the server: its sentence, its code, the faulty field if there is one. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.title ?? 'Le serveur n’a pas répondu comme prévu. Réessayez.');
    this.status = status;
    this.code = problem.code ?? 'unknown';
    this.field = problem.errors?.[0]?.field;
  }
}

const headers = (token) => (token ? { Authorization: `Bearer ${token}` } : {});

/** Calls one door; the JSON answer, or undefined when there is none. */
export async function call(method, path, { token, body } = {}) {
  const answer = await fetch(`/e-cps/api${path}`, {
    method,
    headers: { ...headers(token), ...(body && { 'Content-Type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
    cache: 'no-store',
  }).catch(() => {
    throw new Refused(0, { title: 'Le réseau ne répond pas. Vérifiez la connexion, puis réessayez.' });
  });
  if (answer.status === 204) return undefined;
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, content);
  return content;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Listens until `signal` says stop: `onState(state)`, `onLine(connected)`, `onEnded()`. EventSource would put the
 * token in an address, so the stream is read by hand.
 */
export async function follow(token, { signal, onState, onLine, onEnded }) {
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      const answer = await fetch('/e-cps/api/stream', { headers: headers(token), cache: 'no-store', signal });
      if (answer.status === 401) return onEnded();
      if (!answer.ok) throw new Error(String(answer.status));
      failures = 0;
      onLine(true);
      for await (const { name, data } of events(answer.body)) {
        if (name === 'ended') return onEnded();
        if (name === 'state') onState(JSON.parse(data));
      }
    } catch {
      // The loop tries again.
    }
    if (signal.aborted) return;
    if (failures > 0) onLine(false);
    await pause(Math.min(10_000, 300 * 2 ** failures));
  }
}

async function* events(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    buffer += value;
    const blocks = buffer.split('\n\n');
    buffer = blocks.pop() ?? '';
    for (const block of blocks) {
      const line = (name) =>
        block
          .split('\n')
          .find((candidate) => candidate.startsWith(`${name}:`))
          ?.slice(name.length + 1)
          .trim() ?? '';
      yield { name: line('event'), data: line('data') };
    }
  }
}
