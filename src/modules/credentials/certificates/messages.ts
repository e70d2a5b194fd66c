import type { Mail } from '../../../platform/mail.js';
import type { CertificateRequest } from './request-store.js';
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

/** What contacts are told once certificates were ordered. In: where they are retrieved, by who may. */
export function orderNotice(to: string, requests: readonly CertificateRequest[], link: string): Mail {
  const names = requests.map(({ commonName, offer, usage }) => `- ${commonName} (${offer} ${usage})`);
  return {
    to,
    subject: `Certificats commandés pour ${requests[0]?.structureName ?? ''}`.trim(),
    text: [
      'L’administrateur technique a commandé :',
      names.join('\n'),
      `Il les retire ici, connecté à la plateforme : ${link}`,
      'Un code de révocation lui sera demandé : conservez-le, personne ne pourra le redire.',
    ].join('\n\n'),
  };
}

/** What contacts are told once a certificate was retrieved. */
export const retrievalNotice = (to: string, { commonName, structureName }: CertificateRequest): Mail => ({
  to,
  subject: `Certificat ${commonName} retiré`,
  text: [
    `Le certificat ${commonName} de ${structureName} vient d’être retiré sur la plateforme IGC.`,
    'Il vaut trois ans et ne se renouvelle pas tout seul : vous serez prévenu 60, 30 et 7 jours avant la fin.',
    'Si ce retrait n’est pas attendu, révoquez le certificat sans attendre.',
  ].join('\n\n'),
});

/** What contacts are told once a certificate was revoked for its structure, by somebody else than its administrator. */
export const revocationNotice = (
  to: string,
  { commonName, structureName, product }: SoftwareCertificate,
): Mail => ({
  to,
  subject: `Certificat ${commonName} révoqué`,
  text: [
    `Le certificat ${commonName} de ${structureName} est révoqué pour de bon : il n’ouvre plus rien.`,
    ...(product ? [`Le logiciel ${product} en demande un autre s’il doit continuer.`] : []),
    'La révocation vient du représentant légal, d’un mandataire ou de l’exploitant.',
  ].join('\n\n'),
});
