import { html } from 'hono/html';
import QRCode from 'qrcode';
import type { Mail } from '../../../platform/mail.js';
import type { Sms } from '../../../platform/sms.js';
import { LINK_MINUTES, SMS_MINUTES } from './rules/durations.js';
import { showTypedCode } from './rules/typed-code.js';

/** Who receives the messages of an activation. `mobile` is E.164. With a card either may be missing. */
export interface Recipient {
  readonly displayName: string;
  readonly mail?: string;
  readonly mobile?: string;
}

type ByMail = Recipient & { readonly mail: string };
type BySms = Recipient & { readonly mobile: string };

/** The mail that carries the first secret: a link, the same link as a QR code, and ten signs to type. */
export async function activationMail(to: ByMail, link: string, typed: string): Promise<Mail> {
  const code = showTypedCode(typed);
  const picture = await QRCode.toDataURL(link, { errorCorrectionLevel: 'M', margin: 2, width: 220 });
  const drawing = await QRCode.toString(link, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 });
  const body = html`<!doctype html><html lang="fr"><meta charset="utf-8"><title>Activez votre e-CPS</title>
<body style="font-family:sans-serif;line-height:1.5;color:#1d2a2c;max-width:36em">
<p>Bonjour ${to.displayName},</p>
<p>Pour activer votre e-CPS, ouvrez ce lien <strong>sur votre téléphone</strong> :</p>
<p><a href="${link}">Activer mon e-CPS</a></p>
<p>Vous lisez ce message sur un ordinateur ? Visez ce code avec l’appareil photo du téléphone :</p>
<p><img src="${picture}" width="220" height="220" alt="Code QR qui ouvre le lien d’activation"></p>
<p>Ou tapez ces dix caractères sur la page e-CPS du téléphone : <strong>${code}</strong></p>
<p>Le lien et le code servent une fois, pendant ${LINK_MINUTES} minutes. Un SMS vous donne le second code.</p>
<p>Vous n’avez rien demandé ? Ne faites rien : sans le SMS, personne ne peut activer votre e-CPS.</p>
</body></html>`;
  return {
    to: to.mail,
    subject: 'Activez votre e-CPS',
    text: [
      `Bonjour ${to.displayName},`,
      `Pour activer votre e-CPS, ouvrez ce lien sur votre téléphone :\n${link}`,
      `Ou tapez ces dix caractères sur la page e-CPS du téléphone : ${code}`,
      `Le lien et le code servent une fois, pendant ${LINK_MINUTES} minutes. Un SMS vous donne le second code.`,
      'Vous n’avez rien demandé ? Ne faites rien : sans le SMS, personne ne peut activer votre e-CPS.',
    ].join('\n\n'),
    html: String(body),
    attachments: [{ filename: 'activation.svg', content: drawing, contentType: 'image/svg+xml' }],
  };
}

/** The second secret, on the second channel. */
export const activationSms = (to: BySms, code: string): Sms => ({
  to: to.mobile,
  text: `Votre code d’activation e-CPS : ${code}. Il sert une fois, pendant ${SMS_MINUTES} minutes. Ne le donnez à personne.`,
});

/** Tells the holder that an e-CPS now works, so that one activated by somebody else is noticed. */
export const activatedMail = (
  to: ByMail,
  device: string,
  how: { readonly replaced: boolean; readonly byCard: boolean },
): Mail => ({
  to: to.mail,
  subject: 'Votre e-CPS est active',
  text: [
    `Bonjour ${to.displayName},`,
    `Votre e-CPS vient d’être activée${how.byCard ? ' avec votre carte,' : ''} sur cet appareil : ${device}.`,
    ...(how.replaced ? ['L’e-CPS de votre appareil précédent ne fonctionne plus.'] : []),
    'Ce n’était pas vous ? Activez tout de suite une nouvelle e-CPS sur votre téléphone : celle-ci cessera de fonctionner. Prévenez ensuite votre autorité d’enregistrement.',
  ].join('\n\n'),
});

/** The code that renews an e-CPS, on the mobile that the authority knows now. */
export const renewalSms = (to: BySms, code: string): Sms => ({
  to: to.mobile,
  text: `Votre code pour renouveler votre e-CPS : ${code}. Il sert une fois, pendant ${SMS_MINUTES} minutes. Ne le donnez à personne.`,
});

/** Tells the holder that the e-CPS was renewed, and until when it works (as shown, in French). */
export const renewedMail = (to: ByMail, until: string): Mail => ({
  to: to.mail,
  subject: 'Votre e-CPS est renouvelée',
  text: [
    `Bonjour ${to.displayName},`,
    `Votre e-CPS vient d’être renouvelée sur votre téléphone. Elle fonctionne jusqu’au ${until}.`,
    'Ce n’était pas vous ? Déclarez votre téléphone perdu sur votre portefeuille, puis prévenez votre autorité d’enregistrement.',
  ].join('\n\n'),
});

/** Says that the e-CPS ends soon, and where it is renewed. `days` left, rounded; `at`: the page of the phone. */
export const endingMail = (to: ByMail, days: number, until: string, at: string): Mail => ({
  to: to.mail,
  subject: `Votre e-CPS expire dans ${days} jour${days > 1 ? 's' : ''}`,
  text: [
    `Bonjour ${to.displayName},`,
    `Votre e-CPS fonctionne jusqu’au ${until}. Pour la garder, renouvelez-la sur votre téléphone : ${at}`,
    'Deux minutes suffisent : un code par SMS, puis votre code personnel. Ce message ne contient aucun code et n’en demande aucun.',
    'Votre mobile a changé ? Faites-le corriger par votre autorité (ordre, ARS, employeur), ou renouvelez avec votre carte sur votre portefeuille.',
  ].join('\n\n'),
});
