/** A browser without a screen: cookies, redirects and forms over plain HTTP. */
export class HttpBrowser {
  protected readonly cookies = new Map<string, string>();
  /** Where the last page came from. */
  url = '';
  status = 0;
  body = '';

  /** Follows redirects until `stop` recognises an address, which is then not fetched. */
  async go(url: string, stop?: (url: string) => boolean, init: RequestInit = {}): Promise<this> {
    let target = new URL(url, this.url || undefined).href;
    let request = init;
    for (let hop = 0; hop < 20; hop++) {
      this.url = target;
      if (stop?.(target)) return this;
      const response = await this.fetch(target, {
        ...request,
        redirect: 'manual',
        headers: this.headers(target, request),
      });
      this.keepCookies(target, response);
      const location = response.headers.get('location');
      this.status = response.status;
      if (!location || response.status < 300 || response.status >= 400) {
        this.body = await response.text();
        return this;
      }
      await response.body?.cancel();
      target = new URL(location, target).href;
      request = {};
    }
    throw new Error(`too many redirects, last ${target}`);
  }

  /** Submits the first form whose action contains `action`, hidden fields included. */
  submit(fields: Record<string, string>, action = '', stop?: (url: string) => boolean): Promise<this> {
    const form = forms(this.body).find((candidate) => candidate.action.includes(action));
    if (!form) throw new Error(`no form to ${action} in ${this.url}\n${this.body.slice(0, 2000)}`);
    const values = new URLSearchParams({ ...form.fields, ...fields });
    const target = new URL(form.action || this.url, this.url);
    if (form.method === 'get') return this.go(`${target.href}?${values}`, stop);
    return this.go(target.href, stop, {
      method: 'POST',
      body: values.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  }

  /** What goes out; a browser that is watched or held back overrides it. */
  protected fetch(url: string, init: RequestInit): Promise<Response> {
    return fetch(url, init);
  }

  setCookie(url: string, name: string, value: string): void {
    this.cookies.set(`${new URL(url).hostname}|${name}`, value);
  }

  /** The Cookie header that this browser would send there. */
  cookieFor(url: string): string {
    return this.headers(url, {}).cookie ?? '';
  }

  private headers(url: string, init: RequestInit): Record<string, string> {
    const host = new URL(url).hostname;
    const cookie = [...this.cookies]
      .filter(([key]) => key.startsWith(`${host}|`))
      .map(([key, value]) => `${key.slice(host.length + 1)}=${value}`)
      .join('; ');
    const origin = init.method === 'POST' ? { origin: new URL(url).origin } : {};
    return {
      accept: 'text/html',
      ...origin,
      ...(init.headers as Record<string, string>),
      ...(cookie && { cookie }),
    };
  }

  private keepCookies(url: string, response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const gone = /max-age=0|expires=Thu, 01 Jan 1970/i.test(line);
      const key = `${new URL(url).hostname}|${pair.slice(0, at)}`;
      if (gone) this.cookies.delete(key);
      else this.cookies.set(key, pair.slice(at + 1));
    }
  }
}

export interface HtmlForm {
  readonly action: string;
  readonly method: string;
  readonly fields: Record<string, string>;
}

const attribute = (tag: string, name: string): string =>
  (new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"');

/** The forms of a page, with their fields as they stand. */
export function forms(html: string): HtmlForm[] {
  return [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => ({
    action: attribute(/<form\b[^>]*>/.exec(form)?.[0] ?? '', 'action'),
    method: attribute(/<form\b[^>]*>/.exec(form)?.[0] ?? '', 'method').toLowerCase() || 'get',
    fields: Object.fromEntries(
      [...form.matchAll(/<input\b[^>]*>/g)]
        .map(([input]) => [attribute(input, 'name'), attribute(input, 'value')] as const)
        .filter(([name]) => name !== ''),
    ),
  }));
}
