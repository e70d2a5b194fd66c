/**
 * Copies `value` to the clipboard and says so. Shown by the script only: without JavaScript the text beside
 * it can still be selected.
 */
export function CopyButton({ value, label = 'Copier' }: { value: string; label?: string }) {
  return (
    <span class="copy">
      <button class="button button-quiet" type="button" data-copy={value} hidden>
        {label}
      </button>
      <span class="copy-said" role="status" />
    </span>
  );
}

/** Opens the print dialog. Shown by the script only. */
export function PrintButton({ label = 'Imprimer' }: { label?: string }) {
  return (
    <button class="button button-secondary" type="button" data-print hidden>
      {label}
    </button>
  );
}
