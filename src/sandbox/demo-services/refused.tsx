import { usageAddress } from '../../modules/guidance/index.js';
import { Alert } from '../../ui/index.js';
import type { Answered } from './api.js';
import type { Parts } from './service.js';

/** Why a sectoral service said no, with a link to the line of the usage matrix. */
export function Refused({
  parts,
  refusal,
}: {
  parts: Parts;
  refusal: NonNullable<Answered<unknown>['refusal']>;
}) {
  return (
    <Alert tone="error" title="Refusé" live>
      <p>{refusal.title}</p>
      {refusal.row ? (
        <p>
          <a href={`${parts.config.origin}${usageAddress(refusal.row)}`}>
            Ligne {refusal.row} de la matrice d’usage
          </a>
        </p>
      ) : null}
    </Alert>
  );
}
