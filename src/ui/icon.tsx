/** The four natures of a message. */
export type AlertTone = 'info' | 'success' | 'warning' | 'error';

const DRAWINGS: Record<AlertTone, string> = {
  info: 'M12 10.5v6M12 7.2v.1',
  success: 'M7.6 12.4l3 3 5.8-6.4',
  warning: 'M12 7v6M12 16.6v.1',
  error: 'M8.6 8.6l6.8 6.8M15.4 8.6l-6.8 6.8',
};

/** The pictogram of a message, hidden from assistive technology: the text beside it says the same. */
export function Icon({ name }: { name: AlertTone }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <circle class="icon-disc" cx="12" cy="12" r="11" />
      <path class="icon-line" d={DRAWINGS[name]} />
    </svg>
  );
}

/** The mark of the product: a staff and one curve that climbs around it. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false">
      <rect class="mark-ground" width="40" height="40" rx="11" />
      <path class="mark-staff" d="M20 6.5v27.5" />
      <path
        class="mark-curve"
        d="M13 31.8c5.4.2 13.2-1 13.2-5.6 0-5-12.4-3.8-12.4-8.9 0-4.6 12.6-3 13.2-7.6"
      />
      <circle class="mark-head" cx="27.1" cy="9" r="2.6" />
    </svg>
  );
}
