import { Alert, Button, ButtonRow, ErrorSummary, type FieldError, Form } from '../../ui/index.js';

/** Asks once more before something is ordered or stopped. */
export function Confirm(props: {
  text: string;
  label: string;
  action: string;
  hidden: Record<string, string>;
  back: string;
  errors: readonly FieldError[];
}) {
  const { text, label, action, hidden, back, errors } = props;
  return (
    <>
      <ErrorSummary errors={errors} />
      <Alert>{text}</Alert>
      <Form action={action} hidden={{ ...hidden, confirme: 'oui' }} label={label}>
        <ButtonRow>
          <Button>{label}</Button>
          <Button kind="quiet" href={back}>
            Ne rien changer
          </Button>
        </ButtonRow>
      </Form>
    </>
  );
}
