import type { Child } from 'hono/jsx';
import { Card, type Description, DescriptionList, PrintButton, Time } from '../ui/index.js';

export interface PrintedFormProps {
  /** The number by which the form is known, `F501`. */
  readonly code: string;
  /** The number of this copy, shown to whoever asks about it. */
  readonly reference: string;
  readonly at: Date;
  readonly sections: readonly { readonly title: string; readonly items: readonly Description[] }[];
  /** Who signs the paper copy, where it is sent signed. */
  readonly signedBy?: string;
  readonly children?: Child;
}

/** The printable copy of a form that was filled in on line: what was said, the number to keep, room for a signature. */
export function PrintedForm({ code, reference, at, sections, signedBy, children }: PrintedFormProps) {
  return (
    <>
      <DescriptionList
        items={[
          { term: 'Formulaire', value: code },
          { term: 'Référence', value: reference },
          { term: 'Rempli le', value: <Time value={at} precision="minute" /> },
        ]}
      />
      {sections.map(({ title, items }) => (
        <Card title={title}>
          <DescriptionList items={items} />
        </Card>
      ))}
      {children}
      {signedBy ? (
        <Card title={`Signature : ${signedBy}`}>
          <p>Fait à …………………………………… le ……………………</p>
          <p>&nbsp;</p>
        </Card>
      ) : null}
      <PrintButton label="Imprimer cette copie" />
    </>
  );
}
