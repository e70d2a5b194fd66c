import { z } from 'zod';
import { commonNameProblem } from '../../certificates/rules/common-name.js';
import { AcmeProblem } from './problem.js';

const order = z.looseObject({
  identifiers: z
    .array(z.looseObject({ type: z.string(), value: z.string() }))
    .min(1)
    .max(100),
  notBefore: z.unknown().optional(),
  notAfter: z.unknown().optional(),
});

/**
 * The host that an order is for. One host each: a certificate of a server bears the name of one.
 * @throws AcmeProblem malformed, unsupportedIdentifier, rejectedIdentifier
 */
export function orderedHost(payload: unknown): string {
  const read = order.safeParse(payload);
  if (!read.success) throw new AcmeProblem('malformed', 'Cette commande ne se lit pas.');
  const { identifiers, notBefore, notAfter } = read.data;
  if (notBefore !== undefined || notAfter !== undefined)
    throw new AcmeProblem('malformed', 'La durée est celle de l’offre : ne demandez pas de dates.');
  const other = identifiers.find(({ type }) => type !== 'dns');
  if (other) throw new AcmeProblem('unsupportedIdentifier', 'Seuls les noms de domaine sont certifiés.');
  const [first] = identifiers;
  if (!first || identifiers.length > 1)
    throw new AcmeProblem(
      'rejectedIdentifier',
      'Une commande porte sur un seul nom : faites-en une par serveur.',
    );
  const host = first.value.toLowerCase();
  const problem = commonNameProblem('SERV', 'SSL', host);
  if (problem) throw new AcmeProblem('rejectedIdentifier', problem);
  return host;
}
