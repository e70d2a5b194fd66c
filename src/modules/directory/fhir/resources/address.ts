import type { Address as FhirAddress } from 'fhir/r4.js';
import { commune, label } from '../../../nomenclatures/index.js';
import type { Address } from '../../../structures/index.js';
import { cityOf } from '../../rules/city-of.js';
import { coding, FR_CORE, HL7 } from './vocabulary.js';

const FRANCE = new Set(['99000', '99100', 'FR', 'FRA']);

/** An address of the national files as one of FHIR: its parts one by one, the country always told. */
export function fhirAddress(address: Address): FhirAddress {
  const type = address.streetType && (label('TRE_R35', address.streetType) ?? address.streetType);
  const street = [address.streetNumber, address.repetition, type, address.street].filter(Boolean).join(' ');
  const parts = [
    ['houseNumber', [address.streetNumber, address.repetition].filter(Boolean).join(' ')],
    ['streetNameType', type],
    ['streetNameBase', address.street],
  ].flatMap(([name, value]) => (value ? [{ url: `${HL7}iso21090-ADXP-${name}`, valueString: value }] : []));
  const others = [address.recipient, address.geographicPoint, address.mention].filter(
    (one) => one !== undefined,
  );
  const line = [...(street === '' ? [] : [street]), ...others];
  const city = cityOf(address);
  return {
    ...(address.commune !== undefined && {
      extension: [
        {
          url: `${FR_CORE}fr-core-address-insee-code`,
          valueCoding: coding('TRE_R13', address.commune, commune(address.commune)?.name),
        },
      ],
    }),
    ...(line.length > 0 && { line }),
    ...(street !== '' && parts.length > 0 && { _line: [{ extension: parts }, ...others.map(() => null)] }),
    ...(city !== undefined && { city }),
    ...(address.postcode !== undefined && { postalCode: address.postcode }),
    country: countryOf(address.country),
  } as FhirAddress;
}

function countryOf(code: string | undefined): string {
  if (code === undefined || FRANCE.has(code)) return 'FR';
  return label('TRE_R20', code) ?? code;
}
