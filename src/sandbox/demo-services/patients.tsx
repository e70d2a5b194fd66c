import type { Context, Hono } from 'hono';
import { Alert, Button, DescriptionList, Form } from '../../ui/index.js';
import { type InventedPatient, patientOf } from '../sectoral/patients.js';
import { Frame } from './frame.js';
import { PatientNumber } from './patient-number.js';
import type { Parts } from './service.js';

/** What a portal of the health insurance adds: the situation of a patient, for whoever is signed in. */
export function patientRoutes(routes: Hono, parts: Parts): void {
  routes.post('/patient', async (c) => {
    if (!parts.sessionOf(c)) return c.redirect(parts.service.home, 303);
    const { numero } = await c.req.parseBody();
    const typed = String(numero ?? '').replaceAll(/\s/g, '');
    return page(c, parts, typed, patientOf(typed));
  });
}

/** The search of a patient, on the page of whoever is signed in. */
export function PatientForm({ parts, value = '' }: { parts: Parts; value?: string }) {
  return (
    <Form action={`${parts.service.path}/patient`} label="Chercher un patient">
      <PatientNumber value={value} />
      <Button>Voir sa situation</Button>
    </Form>
  );
}

function page(c: Context, parts: Parts, typed: string, patient: InventedPatient | undefined) {
  return c.html(
    <Frame service={parts.service} title="Infos patient" lead="Un patient inventé, pour l’essai.">
      {patient ? (
        <DescriptionList
          items={[
            { term: 'Patient', value: `${patient.givenName} ${patient.name}` },
            { term: 'Droits', value: patient.rights },
            { term: 'Médecin traitant', value: patient.doctor },
          ]}
        />
      ) : (
        <Alert tone="warning" live>
          Aucun patient ne porte ce numéro.
        </Alert>
      )}
      <PatientForm parts={parts} value={typed} />
      <p>
        <a href={parts.service.home}>Retour</a>
      </p>
    </Frame>,
    patient ? 200 : 404,
  );
}
