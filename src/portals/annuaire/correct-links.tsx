import { authority } from '../../modules/authorities/index.js';
import type { Coded } from '../../modules/directory/index.js';

/** Where each authority lets its members correct what it guarantees. */
export function CorrectLinks({ guarantors }: { guarantors: readonly Coded[] }) {
  const unique = [...new Map(guarantors.map((one) => [one.code, one])).values()];
  return (
    <ul>
      {unique.map(({ code, label }) => {
        const portal = authority(code)?.portal;
        return (
          <li>
            {portal ? <a href={portal.path}>{portal.title}</a> : `${label} : par courrier ou au guichet`}
          </li>
        );
      })}
    </ul>
  );
}
