import { Button, Checkbox, Form, TextArea } from '../../../ui/index.js';
import { HOME } from './pages.js';

const names = (held: unknown): string =>
  ((held as { keys?: { kid?: string; kty?: string }[] } | undefined)?.keys ?? [])
    .map(({ kid, kty }) => kid ?? `${kty} sans nom`)
    .join(', ');

/** Gives the keys of a service that proves itself by keys it gave here. Where it publishes them, it rotates alone. */
export function KeysForm(props: { id: string; held: unknown; error: string | undefined }) {
  const { id, held, error } = props;
  if (held === undefined)
    return <p>Le service publie ses clés : il les change chez lui, sans rien faire ici.</p>;
  return (
    <Form action={`${HOME}/${id}/cles`} label="Clés du service">
      <p>Clés en vigueur : {names(held)}.</p>
      <TextArea
        label="Nouvelles clés publiques"
        name="jwks"
        hint='JSON : {"keys": […]}'
        error={error}
        rows={4}
        required
      />
      <Checkbox name="garder" label="Garder les clés en vigueur à côté" checked />
      <Button kind="secondary">Changer de clés</Button>
    </Form>
  );
}
