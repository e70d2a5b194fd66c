import { registerEstablishment } from '../../modules/identity-provider/index.js';
import type { App } from '../../platform/app.js';
import { hashCode } from '../../platform/secrets.js';

/** The imaginary hospital whose provider of identities stands behind Pro Santé Connect. */
export const HOSPITAL = {
  code: 'CH-EXEMPLE',
  name: 'Centre hospitalier de l’Exemple',
  domain: 'ch-exemple.example',
  clientId: 'pro-sante-connect',
  path: '/sandbox/hopital',
} as const;

export const hospitalSecret = (app: Pick<App, 'config'>): string =>
  hashCode(app.config.secret, 'sandbox', 'hospital');

/** Declares the hospital to Pro Santé Connect, as an operator would. */
export function declareHospital(app: App): Promise<void> {
  return registerEstablishment(app.ctx, {
    code: HOSPITAL.code,
    name: HOSPITAL.name,
    issuer: app.config.origin + HOSPITAL.path,
    clientId: HOSPITAL.clientId,
    clientSecret: hospitalSecret(app),
    acceptedAmr: [
      ['sc', 'pin', 'mfa'],
      ['pwd', 'hwk', 'mfa'],
    ],
    domains: [HOSPITAL.domain],
    pairingDays: 365,
  });
}
