import { HttpBrowser } from '../kit/http-browser.js';
import { navigate } from './navigate.js';

/** The service sent the browser to a site that the bot does not visit. */
export class LeftTheService extends Error {}

const PATIENCE_MS = 10_000;

/** A browser that only goes to the service and to Pro Santé Connect, and notes where it was and which cookies it got. */
export class Visitor extends HttpBrowser {
  readonly visited: string[] = [];
  /** Set-Cookie lines, with the origin that sent them. */
  readonly setCookies: { readonly origin: string; readonly line: string }[] = [];

  /** In: where it may go; the cookies that Pro Santé Connect gave to another window of the same person. */
  constructor(
    private readonly allowed: ReadonlySet<string>,
    known?: ReadonlyMap<string, string>,
  ) {
    super();
    for (const [key, value] of known ?? []) this.cookies.set(key, value);
  }

  protected override async fetch(url: string, init: RequestInit): Promise<Response> {
    const { origin } = new URL(url);
    if (!this.allowed.has(origin)) throw new LeftTheService(`le service envoie ailleurs : ${origin}`);
    this.visited.push(url);
    const answer = await navigate(url, init, PATIENCE_MS);
    for (const line of answer.headers.getSetCookie()) this.setCookies.push({ origin, line });
    return answer;
  }

  /** Another window with the same cookies, or without the one of that name. */
  twin(without?: string): Visitor {
    const twin = new Visitor(this.allowed);
    for (const [key, value] of this.cookies)
      if (without === undefined || !key.endsWith(`|${without}`)) twin.cookies.set(key, value);
    return twin;
  }

  /** The cookies that this origin gave. */
  cookiesFrom(origin: string): Map<string, string> {
    const lines = this.setCookies.filter((one) => one.origin === origin).map(({ line }) => line);
    const host = new URL(origin).hostname;
    const keys = new Set(lines.map((line) => `${host}|${line.slice(0, line.indexOf('='))}`));
    return new Map([...this.cookies].filter(([key]) => keys.has(key)));
  }

  /** The value of a cookie that this browser holds. */
  cookie(url: string, name: string): string | undefined {
    return this.cookies.get(`${new URL(url).hostname}|${name}`);
  }
}
