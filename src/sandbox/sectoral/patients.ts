/** Somebody whom no national number designates: the second digit and the month are those of nobody. */
export interface InventedPatient {
  readonly number: string;
  readonly name: string;
  readonly givenName: string;
  readonly birthDate: string;
  readonly rights: string;
  readonly doctor: string;
}

export const PATIENTS: readonly InventedPatient[] = [
  {
    number: '299990000000101',
    ...{ name: 'Exemple', givenName: 'Andréa', birthDate: '1980-02-29' },
    ...{ rights: 'ouverts jusqu’au 31/12/2027', doctor: 'déclaré' },
  },
  {
    number: '199990000000102',
    ...{ name: 'Modèle', givenName: 'Camille', birthDate: '1957-11-03' },
    ...{ rights: 'ouverts jusqu’au 30/06/2027', doctor: 'aucun' },
  },
];

/** The patient of that number; undefined when nobody was invented under it. */
export const patientOf = (number: string): InventedPatient | undefined =>
  PATIENTS.find((patient) => patient.number === number);
