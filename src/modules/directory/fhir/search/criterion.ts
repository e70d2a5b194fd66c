import type { Kind, Link, Parameter } from '../parameters.js';
import type { Span } from './dates.js';

/** `system|code`: a system of "" asks for a code without one, an absent system for any. */
export interface TokenValue {
  readonly system?: string;
  readonly code?: string;
}

export type Modifier = 'exact' | 'contains' | 'not' | 'missing';

/** One parameter as it was asked; values are alternatives, criteria must all hold. */
export type Criterion =
  | { readonly kind: 'missing'; readonly parameter: Parameter; readonly missing: boolean }
  | {
      readonly kind: 'string';
      readonly parameter: Parameter;
      readonly modifier?: 'exact' | 'contains';
      readonly values: readonly string[];
    }
  | {
      readonly kind: 'token';
      readonly parameter: Parameter;
      readonly not: boolean;
      readonly values: readonly TokenValue[];
    }
  | { readonly kind: 'date'; readonly parameter: Parameter; readonly spans: readonly Span[] }
  /** `ids` of the resources referred to. */
  | { readonly kind: 'reference'; readonly parameter: Parameter; readonly ids: readonly string[] }
  /** The resource that `link` leads to meets `inner`. */
  | { readonly kind: 'chain'; readonly link: Link; readonly inner: Criterion }
  /** A resource that leads here by `link` meets `inner`. */
  | { readonly kind: 'has'; readonly link: Link; readonly inner: Criterion };

export type SortKey = '_id' | '_lastUpdated' | 'name';

export interface Sort {
  readonly key: SortKey;
  readonly descending: boolean;
}

export interface Include {
  readonly link: Link;
  /** Also from resources that were included. */
  readonly iterate: boolean;
}

export type Summary = 'true' | 'text' | 'data' | 'count' | 'false';

/** A whole search, read without a fault. */
export interface Search {
  readonly kind: Kind;
  readonly criteria: readonly Criterion[];
  readonly count: number;
  readonly total: 'none' | 'estimate' | 'accurate' | undefined;
  readonly sort: Sort;
  readonly elements: readonly string[] | undefined;
  readonly summary: Summary;
  readonly includes: readonly Include[];
  readonly reverseIncludes: readonly Include[];
  /** The parameters that were understood, as they were given: what `self` says. */
  readonly asked: readonly (readonly [string, string])[];
}
