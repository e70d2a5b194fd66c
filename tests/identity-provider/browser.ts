interface Cookie {
  readonly value: string;
  readonly path: string;
}

/** The little of a browser that a sign-in needs: cookies with their paths, redirects one by one. */
export class Browser {
  readonly #cookies = new Map<string, Cookie>();

  constructor(private readonly origin: string) {}

  async go(url: string, form?: Record<string, string>): Promise<Response> {
    const at = new URL(url, this.origin);
    const answer = await fetch(at, {
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        cookie: this.cookieFor(at.pathname),
        ...(form && { origin: this.origin, 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    return answer;
  }

  /** Follows redirects of our own site; out: the page reached, or the foreign address where it would go. */
  async follow(url: string, form?: Record<string, string>): Promise<{ url: URL; answer: Response }> {
    let at = new URL(url, this.origin);
    let answer = await this.go(at.href, form);
    for (let hops = 0; hops < 10; hops += 1) {
      const next = answer.headers.get('location');
      if (!next) return { url: at, answer };
      at = new URL(next, at);
      if (at.origin !== this.origin) return { url: at, answer };
      answer = await this.go(at.href);
    }
    throw new Error('too many redirects');
  }

  /** The cookies that this browser would send there. */
  cookieFor(path: string): string {
    return [...this.#cookies]
      .filter(([, cookie]) => path.startsWith(cookie.path))
      .map(([key, cookie]) => `${key.split('|')[0]}=${cookie.value}`)
      .join('; ');
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    const path = attributes.find((a) => /^path=/i.test(a))?.slice(5) ?? '/';
    const gone = attributes.some((a) => /^expires=Thu, 01 Jan 1970/i.test(a) || /^max-age=0$/i.test(a));
    if (gone || value === '') this.#cookies.delete(`${name}|${path}`);
    else this.#cookies.set(`${name}|${path}`, { value, path });
  }
}
