/** What a browser runs on, as far as it says. */
export type Device = 'phone' | 'tablet' | 'computer';

/** What a person has at hand. */
export const EQUIPMENT = ['reader', 'phone', 'tablet', 'key', 'nothing'] as const;
export type Equipment = (typeof EQUIPMENT)[number];

/** In: the User-Agent header. An Android without «Mobile» is a tablet; a recent iPad says that it is a Mac. */
export function deviceOf(userAgent: string | undefined): Device {
  const text = userAgent ?? '';
  if (/iPad|Tablet|PlayBook|Silk/i.test(text) || (/Android/.test(text) && !/Mobile/.test(text)))
    return 'tablet';
  return /iPhone|Android|Mobile/.test(text) ? 'phone' : 'computer';
}

/** The way that fits a device when its owner says nothing: no card reader on what is held in the hand. */
export const usualEquipment = (device: Device): Equipment | undefined =>
  device === 'computer' ? undefined : device;

export const isEquipment = (text: string | undefined): text is Equipment =>
  EQUIPMENT.some((one) => one === text);

/** The means that an equipment allows; none: the person has to find some. */
export function meansFor(equipment: Equipment): 'CARD' | 'ECPS' | 'WEBAUTHN' | undefined {
  if (equipment === 'reader') return 'CARD';
  if (equipment === 'key') return 'WEBAUTHN';
  return equipment === 'nothing' ? undefined : 'ECPS';
}
