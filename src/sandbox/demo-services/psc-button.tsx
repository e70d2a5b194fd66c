/** The way to Pro Santé Connect, in a drawing of our own: a telephone that says yes. */
export function PscButton({ href }: { href: string }) {
  return (
    <a class="psc-button" href={href}>
      <svg viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false">
        <circle cx="20" cy="20" r="18.5" />
        <rect x="13.5" y="8.5" width="13" height="23" rx="3" />
        <path d="M16.8 19.6l2.5 2.6 4.2-5M18.6 27.6h2.8" />
      </svg>
      <span>
        S’identifier avec <strong>Pro Santé Connect</strong>
      </span>
    </a>
  );
}
