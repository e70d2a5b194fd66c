import type { Context } from 'hono';
import { filings } from '../../modules/access/index.js';
import type { Structure } from '../../modules/structures/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Button,
  Checkbox,
  ErrorSummary,
  errorFor,
  Field,
  type FieldError,
  Form,
  Select,
  TextArea,
} from '../../ui/index.js';
import { PortalPage } from '../portal-page.js';
import { FORM_TEXTS, type FormField } from './fields.js';

export interface FormPageProps {
  readonly c: Context<Env>;
  readonly form: filings.FormCode;
  /** Those that the form may be for; undefined: the number is typed. */
  readonly covered?: readonly Structure[];
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
  /** One-time mark: sent twice, the form is filed once. */
  readonly submission: string;
}

/** A form to fill in on line. */
export function FormPage(props: FormPageProps) {
  const { c, form, typed, errors, submission } = props;
  const { title, evidence } = filings.FORM_RULES[form];
  return (
    <PortalPage
      c={c}
      title={`${form} : ${title}`}
      lead={FORM_TEXTS[form].lead}
      width="narrow"
      door={{ name: 'Formulaires', href: '/formulaires' }}
      breadcrumbs={[{ label: 'Formulaires', href: '/formulaires' }, { label: form }]}
    >
      <ErrorSummary errors={errors} />
      {form === 'F101' ? (
        <p>
          Sans carte ni e-CPS, imprimez et signez d’abord <a href="/formulaires/contrat">le contrat</a>.
        </p>
      ) : null}
      <Form
        action={`/formulaires/${form.toLowerCase()}`}
        hidden={{ submission }}
        multipart={evidence}
        label={title}
      >
        <StructureField {...props} />
        {FORM_TEXTS[form].fields
          .filter(({ name, afterFault }) => !afterFault || typed[name] || errorFor(errors, name))
          .map((field) => (
            <OneField field={field} value={typed[field.name]} error={errorFor(errors, field.name)} />
          ))}
        {evidence ? (
          <Field
            label="Acte qui vous nomme, et contrat signé s’il y a lieu"
            name="evidence"
            type="file"
            accept=".pdf,.jpg,.jpeg,.png"
            hint="Un seul document, PDF, JPEG ou PNG, de 3 Mo au plus. Il est gardé scellé et effacé après la décision."
            error={errorFor(errors, 'evidence')}
            required
          />
        ) : null}
        <Button>Envoyer le formulaire</Button>
      </Form>
    </PortalPage>
  );
}

function StructureField({ covered, typed, errors }: FormPageProps) {
  if (covered === undefined)
    return (
      <Field
        label="Numéro FINESS ou SIRET de la structure"
        name="structure"
        value={typed.structure}
        hint="FINESS : 9 caractères, de préférence celui de l’entité juridique. SIRET : 14 chiffres."
        error={errorFor(errors, 'structure')}
        required
      />
    );
  const options = covered.map(({ id, name, nationalId }) => ({
    value: id,
    label: `${name} (${nationalId ?? id})`,
  }));
  return (
    <Select
      label="Structure"
      name="structure"
      options={options}
      value={typed.structure}
      error={errorFor(errors, 'structure')}
    />
  );
}

function OneField(props: { field: FormField; value: string | undefined; error: string | undefined }) {
  const { field, value, error } = props;
  const { name, label, hint, kind = 'text', choices = [], optional = false } = field;
  const common = { name, label, hint, error, ...(optional ? { optional } : { required: true }) };
  if (kind === 'lines') return <TextArea {...common} value={value} />;
  if (kind === 'box') return <Checkbox {...{ name, label, hint, error }} checked={Boolean(value)} />;
  if (kind === 'choice') return <Select {...common} options={choices} value={value} blank="Choisir" />;
  return (
    <Field {...common} value={value} type={kind} maxlength={500} width={kind === 'date' ? 'short' : 'full'} />
  );
}
