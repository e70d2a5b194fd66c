import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { classes } from './classes.js';

const SHAPE =
  /<\/?(svg|g|path|rect)(\s+(xmlns|viewBox|width|height|x|y|d|fill|stroke|stroke-width|shape-rendering)="[^"<>]*")*\s*\/?>/g;

/**
 * A QR code. `svg` is a drawing made by the program; anything but plain shapes is refused (throws), since it
 * goes into the page unescaped. `label` says what the code leads to; `caption` is shown below.
 */
export function QrFigure({ svg, label, caption }: { svg: string; label: string; caption?: Child }) {
  if (!svg.startsWith('<svg') || svg.replace(SHAPE, '').trim() !== '') {
    throw new Error('QrFigure takes a drawing made of plain SVG shapes only');
  }
  return (
    <figure class="qr">
      <div class="qr-code" role="img" aria-label={label}>
        {raw(svg)}
      </div>
      {caption === undefined ? null : <figcaption>{caption}</figcaption>}
    </figure>
  );
}

/** A number or code to be read across a room and typed elsewhere. `groups` splits it for the eye. */
export function BigCode({ label, value, group }: { label: string; value: string; group?: number }) {
  const shown = group ? value.replace(new RegExp(`(.{${group}})(?=.)`, 'g'), '$1\u00a0') : value;
  return (
    <div class="big-code">
      <p class="big-code-label">{label}</p>
      <p class={classes('big-code-value', value.length <= 4 && 'big-code-short')}>{shown}</p>
    </div>
  );
}

export type NumberChoiceProps = {
  legend: string;
  name: string;
  numbers: readonly (number | string)[];
  disabled?: boolean;
};

/** Large buttons, each of which submits its form with `name` set to its number. */
export function NumberChoice({ legend, name, numbers, disabled = false }: NumberChoiceProps) {
  return (
    <fieldset class="numbers">
      <legend>{legend}</legend>
      <div class="numbers-row">
        {numbers.map((number) => (
          <button
            class="number"
            type="submit"
            name={name}
            value={String(number)}
            disabled={disabled ? true : undefined}
          >
            {number}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
