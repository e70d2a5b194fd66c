import type { Child } from 'hono/jsx';

/** A titled part of the gallery. */
export function Part({ title, children }: { title: string; children?: Child }) {
  return (
    <section class="gallery-part">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
