declare module 'passport-openidconnect' {
  /** What the tests use of a strategy that comes without types. */
  export default class Strategy {
    constructor(
      options: Readonly<Record<string, unknown>>,
      verify: (issuer: string, profile: object, done: (error: null, user: object) => void) => void,
    );
    authenticate(request: object, options: object): void;
  }
}
