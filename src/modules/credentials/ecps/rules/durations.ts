import { NOTICE_DAYS } from '../../certificates/rules/notices.js';

/** Life of the link and of the typed code, minutes. */
export const LINK_MINUTES = 15;

/** Life of the QR code shown after a sign-in by card, seconds (FAQ e-CPS). */
export const QR_SECONDS = 90;

/** Life of the code sent by SMS, minutes, and how often it may be tried. */
export const SMS_MINUTES = 10;
export const SMS_TRIES = 3;

/** Wrong SMS codes of one person in a day, whatever the activations: after that even the right one is refused. */
export const SMS_WRONG_A_DAY = 15;

/** Refusals and wrong numbers in a row on one phone after which nothing is asked of it for a while, and that while, minutes. */
export const REFUSALS_MOST = 3;
export const REFUSALS_MINUTES = 10;

/** Wrong personal codes that lock an e-CPS, as on the card. */
export const PIN_TRIES = 3;

/** Time that the person has to answer a request, seconds. */
export const REQUEST_SECONDS = 120;

/** Time that the identity provider has to collect an approval, seconds. */
export const COLLECT_SECONDS = 120;

/** Requests that may wait on one phone at once. */
export const PENDING_MOST = 5;

/** How long requests and activations that are over stay readable for the support, days; the journal keeps the acts. */
export const KEPT_DAYS = 30;

/** Validity of an e-CPS, years: identity must be proven anew at least that often (RIE v2, draft). */
export const VALIDITY_YEARS = 3;

/** Whether an e-CPS that ends at `expiresAt` can be renewed at `now`: from its first notice on, and not once it is over. */
export function renewable(expiresAt: Date, now: Date): boolean {
  const left = expiresAt.getTime() - now.getTime();
  return left > 0 && left <= NOTICE_DAYS[0] * 86_400_000;
}

/** The last instant of an e-CPS activated at `at`. */
export function validUntil(at: Date): Date {
  const end = new Date(at);
  end.setUTCFullYear(end.getUTCFullYear() + VALIDITY_YEARS);
  return end;
}
