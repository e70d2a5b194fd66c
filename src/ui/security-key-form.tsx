import type { Child } from 'hono/jsx';
import { Button } from './button.js';
import { Alert } from './feedback.js';
import { Form } from './form.js';

/**
 * A form whose answer a security key gives, for a page with the script `security-key.js`, which puts it in before
 * sending. `mode`: of WebAuthn; `options`: as the server made them, in JSON form.
 */
export function SecurityKeyForm(props: {
  action: string;
  mode: 'get' | 'create';
  options: unknown;
  button: string;
  children?: Child;
}) {
  return (
    <>
      <noscript>
        <Alert tone="warning" title="JavaScript est nécessaire">
          <p>Un navigateur ne parle à une clé qu’avec JavaScript. Utilisez un autre moyen.</p>
        </Alert>
      </noscript>
      <section data-key={props.mode} data-options={JSON.stringify(props.options)}>
        <Form action={props.action} hidden={{ answer: '' }} label="Clé de sécurité">
          {props.children}
          <Button wide>{props.button}</Button>
        </Form>
        <p role="alert" data-key-problem="" />
      </section>
    </>
  );
}
