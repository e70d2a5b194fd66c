/** An answer of the control API that was not the one expected: what was asked, and all of the answer. */
export class EsculapeError extends Error {
  constructor(
    readonly request: string,
    readonly status: number,
    readonly answer: string,
  ) {
    super(`${request} : ${status} ${answer.slice(0, 500)}`);
  }
}

/** The control API of a sandbox. */
export class ControlApi {
  constructor(
    readonly origin: string,
    private readonly key?: string | undefined,
  ) {}

  get<T>(path: string): Promise<T> {
    return this.#send<T>('GET', path);
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.#send<T>('POST', path, body);
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.#send<T>('PUT', path, body);
  }

  async #send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.origin}/sandbox/api${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(this.key !== undefined && { authorization: `Bearer ${this.key}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new EsculapeError(`${method} /sandbox/api${path}`, answer.status, text);
    return JSON.parse(text) as T;
  }
}
