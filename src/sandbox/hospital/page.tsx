import { Button, EmptyState, Form, Page, RadioGroup, Select } from '../../ui/index.js';
import { HOSPITAL } from './index.js';
import { type StaffMember, WAYS } from './provider.js';

/** The hospital's own sign-in page: who, and with what. */
export function StaffPage(props: {
  request: Readonly<Record<string, string>>;
  staff: readonly StaffMember[];
}) {
  const { request, staff } = props;
  const action = `${HOSPITAL.path}/connexion`;
  return (
    <Page
      title="Connexion des agents"
      lead={`Le portail imaginaire du ${HOSPITAL.name}. Un vrai demanderait un mot de passe, une carte ou une clé.`}
      width="narrow"
      banner="sandbox"
      door={{ name: HOSPITAL.name, href: '/sandbox' }}
    >
      {staff.length === 0 ? (
        <EmptyState
          title="Aucun agent"
          help="Ce bac à sable a été démarré sans population : inscrivez d’abord un professionnel."
        />
      ) : (
        <Form action={action} hidden={{ ...request }} label="Connexion de l’agent">
          <Select
            name="agent"
            label="Agent"
            options={staff.map(({ login, name }) => ({ value: login, label: `${name} (${login})` }))}
          />
          <RadioGroup
            name="moyen"
            label="Se connecte avec"
            value="carte"
            options={Object.entries(WAYS).map(([value, { label }]) => ({ value, label }))}
          />
          <Button wide>Se connecter</Button>
        </Form>
      )}
      <Form action={action} hidden={{ ...request, agent: '' }} label="Renoncer">
        <Button kind="quiet">Renoncer et revenir</Button>
      </Form>
    </Page>
  );
}
