import { Button, ButtonRow, Card, Form, Select, Time } from '../../ui/index.js';

/** The time of the sandbox, and how to move it. */
export function ClockCard({ now }: { now: Date }) {
  return (
    <Card title="Horloge du bac à sable" id="horloge">
      <p>
        Il est <Time value={now} precision="second" />. Les règles et les dates affichées suivent cette
        horloge ; les jetons et les sessions gardent l’heure réelle.
      </p>
      <Form method="post" action="/sandbox/horloge" label="Horloge du bac à sable" inline>
        <Select
          name="advance"
          label="Avancer de"
          options={[
            { value: 'PT1H', label: 'une heure' },
            { value: 'PT24H', label: 'un jour' },
            { value: 'P14D', label: 'deux semaines' },
            { value: 'P365D', label: 'un an' },
          ]}
        />
        <ButtonRow>
          <Button kind="secondary">Avancer l’horloge</Button>
        </ButtonRow>
      </Form>
    </Card>
  );
}
