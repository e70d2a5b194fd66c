import { authority } from '../../modules/authorities/index.js';
import type { Coded } from '../../modules/directory/index.js';

/** Where each authority lets its members correct what it guarantees. */
export function CorrectLinks({ guarantors }: { guarantors: readonly Coded[] }) {
  const unique = [...new Map(guarantors.map((one) => [one.code, one])).values()];
  return (
    <ul>
      {unique.map((one) => (
        <li>
          <CorrectLink guarantor={one} />
        </li>
      ))}
    </ul>
  );
}

/** Where what an authority guarantees is corrected: its portal, or its address in words. */
export function CorrectLink({ guarantor: { code, label } }: { guarantor: Coded }) {
  const known = authority(code);
  if (known?.portal) return <a href={known.portal.path}>{known.portal.title}</a>;
  return <>{`${known?.name ?? label} : ${WAYS[known?.kind ?? 'ars']}`}</>;
}

const WAYS = {
  ordre: 'par courrier ou au guichet',
  ssa: 'auprès de votre chefferie',
  ars: 'par courrier ou au guichet',
  structure: 'auprès du gestionnaire habilité de votre employeur',
} as const;
