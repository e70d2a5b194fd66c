import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { seal, unseal } from '../../../../platform/secrets.js';
import { isKind, type Kind } from '../parameters.js';
import { badSearch } from '../refusal.js';
import type { Place } from './run.js';

/** Where a page begins: the search as it was asked, the place next to the page, and which way the page lies from it. */
export interface PageState {
  readonly kind: Kind;
  readonly asked: readonly (readonly [string, string])[];
  readonly after: Place;
  readonly back: boolean;
  readonly total?: number;
}

const PURPOSE = 'directory.fhir-page';
const shape = z.object({
  k: z.string(),
  q: z.array(z.tuple([z.string(), z.string()])),
  a: z.tuple([z.string(), z.string(), z.string()]),
  b: z.boolean(),
  t: z.number().optional(),
});

/** A page as a text for an address: sealed, since it holds names and numbers that logs must not keep. */
export function writePage(secret: string, { kind, asked, after, back, total }: PageState): string {
  const { value, line, id = '' } = after;
  const state = { k: kind, q: asked, a: [value, line, id], b: back, t: total };
  return seal(secret, PURPOSE, deflateRawSync(JSON.stringify(state)).toString('base64'));
}

/**
 * Reads what `writePage` wrote.
 * @throws FhirRefusal 400 for anything else.
 */
export function readPage(secret: string, text: string): PageState {
  const packed = unseal(secret, PURPOSE, text);
  try {
    if (packed === undefined) throw new RangeError('sealed by somebody else');
    const state = shape.parse(JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8')));
    const [value, line, id] = state.a;
    if (!isKind(state.k)) throw new RangeError('no such resource');
    return {
      kind: state.k,
      asked: state.q,
      after: { value, line, ...(id !== '' && { id }) },
      back: state.b,
      ...(state.t !== undefined && { total: state.t }),
    };
  } catch {
    throw badSearch(
      'This page link is not one of this server, or was altered: start again from the first page.',
    );
  }
}
