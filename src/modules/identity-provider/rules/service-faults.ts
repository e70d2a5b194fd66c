import type { FieldProblem } from '../../../platform/errors.js';
import { redirectUriProblem } from './redirect-uri.js';
import { serviceNameProblem } from './service-name.js';
import { type GivenOptions, readOptions } from './service-options.js';

/** A service as far as it can be faulty. */
export interface AskedService {
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris?: readonly string[];
  readonly options?: GivenOptions;
}

const optionFaults = (faults: readonly { field: string; message: string }[]): FieldProblem[] =>
  faults.map(({ field, message }) => ({ field: `options/${field}`, code: 'invalid-option', message }));

/**
 * What is wrong with a service as it is asked for, every fault at once: its name, each address (also those that we
 * call), each option. In production an http address is one, except on loopback.
 */
export function serviceFaults(input: AskedService, production: boolean): FieldProblem[] {
  const uris = {
    redirectUris: input.redirectUris,
    postLogoutRedirectUris: input.postLogoutRedirectUris ?? [],
    ...calledUris(input.options),
  };
  const faults = Object.entries(uris).flatMap(([field, list]) =>
    list.flatMap((uri, index) => {
      const message = redirectUriProblem(uri, production);
      return message ? [{ field: `${field}/${index}`, code: 'invalid-uri', message }] : [];
    }),
  );
  if (input.redirectUris.length === 0)
    faults.push({
      field: 'redirectUris',
      code: 'required',
      message: 'Donnez au moins une adresse de retour.',
    });
  const named = serviceNameProblem(input.name);
  if (named)
    faults.push({
      field: 'name',
      code: input.name.trim() === '' ? 'required' : 'invalid-name',
      message: named,
    });
  faults.push(...frontchannelFaults(input));
  const read = readOptions(input.options);
  return 'faults' in read ? [...faults, ...optionFaults(read.faults)] : faults;
}

const originOf = (uri: string) => (URL.canParse(uri) ? new URL(uri).origin : undefined);

/** The browser opens it as a page of the service: it stands where one of its addresses of return does. */
function frontchannelFaults({ redirectUris, options }: AskedService): FieldProblem[] {
  const at = originOf(options?.frontchannelLogoutUri ?? '');
  if (at === undefined || redirectUris.some((uri) => originOf(uri) === at)) return [];
  const message = 'Cette adresse est sur le même hôte qu’une adresse de retour (Front-Channel Logout 1.0).';
  return [{ field: 'options/frontchannelLogoutUri', code: 'invalid-uri', message }];
}

/** Addresses of the service that we call, or send a browser to, by the name of their option. */
function calledUris(o: GivenOptions | undefined): Record<string, string[]> {
  const notificationUri = o?.ciba?.delivery === 'ping' ? o.ciba.notificationUri : undefined;
  const endpoint = o?.events?.delivery === 'push' ? o.events.endpoint : undefined;
  const { backchannelLogoutUri, frontchannelLogoutUri, jwksUri } = o ?? {};
  const given = {
    backchannelLogoutUri,
    frontchannelLogoutUri,
    jwksUri,
    notificationUri,
    'events/endpoint': endpoint,
  };
  return Object.fromEntries(
    Object.entries(given).map(([name, uri]) => [`options/${name}`, uri === undefined ? [] : [uri]]),
  );
}
