export { assetHref, assetServer } from './assets.js';
export { type Bar, Bars, type BarsProps } from './bars.js';
export { Button, type ButtonKind, type ButtonProps, ButtonRow } from './button.js';
export { type Chip, Chips, Facets, type Narrowing } from './chips.js';
export { Checkbox, Fieldset, RadioGroup, type RadioGroupProps } from './choices.js';
export { BigCode, NumberChoice, type NumberChoiceProps, QrFigure } from './codes.js';
export { Card, type CardProps, type Description, DescriptionList, Grid, Steps } from './content.js';
export { CopyButton, PrintButton } from './copy-button.js';
export { Alert, type AlertProps, Done, EmptyState, Tag, type Tone } from './feedback.js';
export { type Choice, Field, type FieldProps, Select, type SelectProps, TextArea } from './field.js';
export { type ControlProps, fieldId } from './field-parts.js';
export { ErrorSummary, errorFor, type FieldError, Form, type FormProps, fieldsOf } from './form.js';
export {
  formatDate,
  formatDateTime,
  formatDuration,
  formatPhone,
  formatTime,
  type Instant,
  type TimePrecision,
} from './format.js';
export { Gallery } from './gallery.js';
export { type AlertTone, Mark } from './icon.js';
export { Live, type LiveProps } from './live.js';
export { Breadcrumbs, type NavLink, Pager, type PagerProps, Tabs } from './navigation.js';
export { Page, type PageProps } from './page.js';
export { type Brand, type Door, type PageUser, SANDBOX_BANNER } from './page-parts.js';
export { safeHref } from './safe-href.js';
export { SecurityKeyForm } from './security-key-form.js';
export { type Column, Table, type TableProps } from './table.js';
export { Time } from './time.js';
export { type StepState, Timeline, type TimelineProps, type TimelineStep } from './timeline.js';
