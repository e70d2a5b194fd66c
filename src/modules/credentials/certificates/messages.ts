import type { Mail } from '../../../platform/mail.js';
import type { SoftwareCertificate } from './store.js';

/** What a contact of a certificate is told before it ends. In: days left. */
export function renewalNotice(to: string, certificate: SoftwareCertificate, days: number): Mail {
  const { commonName, structureName, offer, usage, product, expiresAt } = certificate;
  const end = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'Europe/Paris' }).format(
    expiresAt,
  );
  return {
    to,
    subject: `Certificat ${commonName} : à renouveler avant le ${end}`,
    text: [
      `Le certificat ${commonName} (${offer} ${usage}) de ${structureName} se termine le ${end}, dans ${days} jours.`,
      ...(product ? [`Il sert au logiciel ${product}.`] : []),
      'Il ne se renouvelle pas tout seul : demandez le suivant tant que celui-ci est actif, puis installez-le.',
      'Ce message est envoyé à tous les contacts du certificat, 60, 30 et 7 jours avant la fin.',
    ].join('\n\n'),
  };
}
