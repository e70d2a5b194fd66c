import type { Bundle, BundleEntry } from 'fhir/r4.js';
import type { Content } from './answer.js';

/** Texts of resources that are likely to be asked for again, as long as the resources live; "" until they are. */
const texts = new WeakMap<object, string>();

/** Says that a resource will not change and is held: its text is made once. */
export const keepText = (resource: object): void => {
  texts.set(resource, '');
};

/** What goes over the wire: the same signs as `JSON.stringify`, without writing again what is held. */
export const textOf = (content: Content): string =>
  'resourceType' in content && content.resourceType === 'Bundle' ? textOfBundle(content) : textOfOne(content);

function textOfOne(one: object): string {
  const known = texts.get(one);
  if (known) return known;
  const text = JSON.stringify(one);
  if (known !== undefined) texts.set(one, text);
  return text;
}

function textOfBundle(bundle: Bundle): string {
  const { entry, ...head } = bundle;
  const text = JSON.stringify(head);
  if (entry === undefined) return text;
  return `${text.slice(0, -1)},"entry":[${entry.map(textOfEntry).join(',')}]}`;
}

function textOfEntry({ fullUrl, resource, search, ...others }: BundleEntry): string {
  const rest = JSON.stringify({ search, ...others });
  const address = fullUrl === undefined ? '' : `"fullUrl":${JSON.stringify(fullUrl)},`;
  return `{${address}"resource":${textOfOne(resource ?? {})},${rest.slice(1)}`;
}
