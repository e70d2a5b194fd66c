import { Field } from '../../ui/index.js';
import { PATIENTS } from '../sectoral/patients.js';

/** Where the number of a patient is typed; the first invented one is offered for a trial. */
export function PatientNumber({ value }: { value: string }) {
  return (
    <Field
      label="Numéro du patient"
      name="numero"
      value={value}
      inputmode="numeric"
      hint={`Pour l’essai : ${PATIENTS[0]?.number}`}
      width="medium"
    />
  );
}
