import type { Extension, Meta } from 'fhir/r4.js';
import { ANNUAIRE, FR_CORE } from './vocabulary.js';

/** When a record was last written, and its version among those of one instant. */
export interface Stamp {
  readonly version: number;
  readonly updatedAt: Date;
}

const SOURCE = 'https://annuaire.sante.fr';

/** Which version this is. A version is never told twice of two contents. */
export const versionId = ({ version, updatedAt }: Stamp): string => `${version}.${updatedAt.getTime()}`;

/**
 * The metadata of a resource. In: the record's stamp, the profiles (French core and open data), where it comes from.
 */
export function metaOf(
  stamp: Stamp,
  core: string | undefined,
  profile: string,
  trace: readonly Extension[] = [],
): Meta {
  return {
    ...(trace.length > 0 && { extension: [...trace] }),
    versionId: versionId(stamp),
    lastUpdated: stamp.updatedAt.toISOString(),
    source: SOURCE,
    profile: [...(core === undefined ? [] : [`${FR_CORE}fr-core-${core}`]), `${ANNUAIRE}as-dp-${profile}`],
  };
}
