/** How a place is called where something must be read: many practices of the national files have no name. */
export const placeName = ({ name }: { readonly name: string }): string =>
  name.trim() || 'Lieu d’exercice sans nom';
