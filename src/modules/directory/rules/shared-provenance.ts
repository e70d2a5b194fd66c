import type { Provenance } from '../../registry/index.js';
import type { FileSection } from '../file-section.js';

/** The one source of all the lines of a section, to be said once; undefined when they differ or have none. */
export function sharedProvenance({ lines }: FileSection): Provenance | undefined {
  const [first] = lines;
  const told = ({ authority, validFrom, recordedAt }: Provenance) =>
    `${authority} ${validFrom} ${recordedAt}`;
  const source = first?.provenance;
  if (!source) return undefined;
  return lines.every(({ provenance }) => provenance && told(provenance) === told(source))
    ? source
    : undefined;
}
