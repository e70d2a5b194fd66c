import proj4 from 'proj4';
import type { Position } from '../structure.js';

/** Projections of the French territories, by the words of `sourcegeocod`. */
const PROJECTIONS: readonly (readonly [mark: string, definition: string])[] = [
  ['UTM_N20', '+proj=utm +zone=20 +ellps=GRS80 +units=m +no_defs'],
  ['UTM_N21', '+proj=utm +zone=21 +ellps=GRS80 +units=m +no_defs'],
  ['UTM_N22', '+proj=utm +zone=22 +ellps=GRS80 +units=m +no_defs'],
  ['UTM_S38', '+proj=utm +zone=38 +south +ellps=GRS80 +units=m +no_defs'],
  ['UTM_S40', '+proj=utm +zone=40 +south +ellps=GRS80 +units=m +no_defs'],
];

/** EPSG:2154. */
const LAMBERT_93 =
  '+proj=lcc +lat_1=49 +lat_2=44 +lat_0=46.5 +lon_0=3 +x_0=700000 +y_0=6600000 +ellps=GRS80 +units=m +no_defs';

const lambert93 = proj4(LAMBERT_93);
const converters = new Map(PROJECTIONS.map(([mark, definition]) => [mark, proj4(definition)]));

/** About one metre. */
const DIGITS = 5;

/**
 * A projected position as WGS 84. In: metres to the east and to the north, the words that name the projection (Lambert
 * 93 when they name none overseas). Out: undefined for texts that are no place on the map.
 */
export function fromProjected(x: string, y: string, words = ''): Position | undefined {
  const [east, north] = [numberOf(x), numberOf(y)];
  if (east === undefined || north === undefined || (east === 0 && north === 0)) return undefined;
  const mark = PROJECTIONS.find(([name]) => words.toUpperCase().includes(name))?.[0] ?? '';
  // The converter of one definition goes from degrees to metres.
  const [longitude, latitude] = (converters.get(mark) ?? lambert93).inverse([east, north]);
  return fromDegrees(latitude, longitude);
}

/**
 * The position of an address of FINESS+, where the fields hold now degrees, now Lambert 93, in either order
 * (tickets 24 and 28 of its public repository): what each holds is told by its size.
 */
export function fromEither(latitude: string, longitude: string, x: string, y: string): Position | undefined {
  const degrees = [numberOf(latitude), numberOf(longitude), numberOf(y), numberOf(x)];
  const [lat, lon, otherLat, otherLon] = degrees;
  if (lat !== undefined && lon !== undefined) {
    const found = fromDegrees(lat, lon);
    if (found) return found;
  }
  if (
    otherLat !== undefined &&
    otherLon !== undefined &&
    Math.abs(otherLat) < 180 &&
    Math.abs(otherLon) < 180
  ) {
    return fromDegrees(otherLat, otherLon);
  }
  // In Lambert 93 the north (above 6,000,000) is always more than the east (below 1,300,000).
  const [east = '', north = ''] = [x || longitude, y || latitude].sort((a, b) => Number(a) - Number(b));
  return fromProjected(east, north);
}

const ZONES: Readonly<Record<string, string>> = {
  ...{ '971': 'UTM_N20', '972': 'UTM_N20', '973': 'UTM_N22', '974': 'UTM_S40', '975': 'UTM_N21' },
  ...{ '976': 'UTM_S38', '977': 'UTM_N20', '978': 'UTM_N20' },
};

/** A position as the CSV writes it: metres to the east, to the north, and the projection of that département. */
export function toProjected(
  { latitude, longitude }: Position,
  departement: string,
): { readonly x: string; readonly y: string; readonly words: string } {
  const words = ZONES[departement] ?? 'LAMBERT_93';
  const [x, y] = (converters.get(words) ?? lambert93).forward([longitude, latitude]);
  return { x: x.toFixed(1), y: y.toFixed(1), words };
}

function fromDegrees(latitude: number, longitude: number): Position | undefined {
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) || (latitude === 0 && longitude === 0)) {
    return undefined;
  }
  return { latitude: Number(latitude.toFixed(DIGITS)), longitude: Number(longitude.toFixed(DIGITS)) };
}

function numberOf(text: string): number | undefined {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(value) ? undefined : value;
}
