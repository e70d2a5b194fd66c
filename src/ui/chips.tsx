import { safeHref } from './safe-href.js';

/** Something that narrows a list, with the address of the list without it. */
export type Chip = {
  name: string;
  label: string;
  removeHref: string;
  /** Another way to take it: a link beside it. */
  other?: { label: string; href: string } | undefined;
};

/** What narrows the list, each with a link that takes it away. Nothing when there is none. */
export function Chips({ label, items }: { label: string; items: readonly Chip[] }) {
  if (items.length === 0) return null;
  return (
    <ul class="chips" aria-label={label}>
      {items.map((chip) => (
        <li class="chip">
          <span>
            <span class="chip-name">{chip.name} :</span> {chip.label}
          </span>
          {chip.other ? <a href={safeHref(chip.other.href)}>{chip.other.label}</a> : null}
          <a class="chip-remove" href={safeHref(chip.removeHref)}>
            <span aria-hidden="true">×</span>
            <span class="visually-hidden">
              Retirer {chip.name} : {chip.label}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** A way to narrow a list, and how many lines it leaves. */
export type Narrowing = { label: string; href: string; count: string };

/** Ways to narrow a list, by kind. Nothing when there is none. */
export function Facets({
  label,
  groups,
}: {
  label: string;
  groups: readonly { title: string; items: readonly Narrowing[] }[];
}) {
  if (groups.length === 0) return null;
  return (
    <nav class="facets" aria-label={label}>
      {groups.map(({ title, items }) => (
        <div class="facet">
          <h2 class="facet-title">{title}</h2>
          <ul>
            {items.map((item) => (
              <li>
                <a href={safeHref(item.href)}>
                  {item.label} <span class="facet-count">({item.count})</span>
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
