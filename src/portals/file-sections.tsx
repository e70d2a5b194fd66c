import type { Child } from 'hono/jsx';
import {
  type EntryPerson,
  type FileSection,
  fileCard,
  sharedProvenance,
} from '../modules/directory/index.js';
import type { Provenance } from '../modules/registry/index.js';
import { Card, DescriptionList, formatPhone, Time } from '../ui/index.js';

type Source = (props: { provenance: Provenance }) => Child;

/** The whole file of a person, one card a section. `source` says where a datum comes from: once where all agree. */
export function FileSections({ person, source }: { person: EntryPerson; source: Source }) {
  return (
    <>
      {fileCard(person).map((section) => (
        <Section section={section} source={source} />
      ))}
    </>
  );
}

function Section({ section, source: Source }: { section: FileSection; source: Source }) {
  const shared = sharedProvenance(section);
  return (
    <Card title={section.title}>
      {shared ? (
        <p class="muted">
          <Source provenance={shared} />
        </p>
      ) : null}
      <DescriptionList
        items={section.lines.map(({ term, value, isDay, provenance }) => ({
          term,
          value: isDay ? <Time value={value} precision="day" /> : formatPhone(value),
          note: provenance && !shared ? <Source provenance={provenance} /> : undefined,
        }))}
      />
    </Card>
  );
}
