import { Button, Form, Time } from '../ui/index.js';

/** The last cell of a decision: how to undo it, once, or since when it is undone. `action`: where the form is sent. */
export function UndoDecision(props: {
  id: number | string;
  action: string;
  undoneAt: Date | null | undefined;
}) {
  const { id, action, undoneAt } = props;
  return undoneAt ? (
    <>
      Annulée le <Time value={undoneAt} />
    </>
  ) : (
    <Form action={action}>
      <Button kind="quiet" label={`Annuler la décision ${id}`}>
        Annuler
      </Button>
    </Form>
  );
}
