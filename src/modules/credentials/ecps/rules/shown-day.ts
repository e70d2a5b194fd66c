const LONG = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'Europe/Paris' });

/** A day as a message shows it, in Paris: `22 novembre 2029`. */
export const showDay = (at: Date): string => LONG.format(at);
