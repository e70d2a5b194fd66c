import { CompiledQuery, type QueryResult, type RawBuilder, sql } from 'kysely';
import type { Db } from './connection.js';
import { kept } from './plans.js';

/** Where a value goes in the words of a statement. */
class Place {
  constructor(readonly key: string) {}
}

/**
 * A statement that is asked all the time: its words are put together once in the life of the program, and read and planned
 * once by each connection; to ask it costs a quarter of the time of the processor. In: a name that no other words have,
 * and the words, in which `value('key')` stands for one of the values.
 */
export function statement<V extends object, T>(
  name: string,
  words: (value: (key: keyof V & string) => RawBuilder<unknown>) => RawBuilder<T>,
): (db: Db, values: V) => Promise<QueryResult<T>> {
  let known: { readonly text: string; readonly keys: readonly (keyof V)[] } | undefined;
  return (db, values) => {
    known ??= compiled(db, sql`${kept(name)}${words((key) => sql`${new Place(key)}`)}`);
    const { text, keys } = known;
    return db.executeQuery(
      CompiledQuery.raw(
        text,
        keys.map((key) => values[key]),
      ),
    ) as Promise<QueryResult<T>>;
  };
}

function compiled<K>(db: Db, words: RawBuilder<unknown>) {
  const { sql: text, parameters } = words.compile(db);
  const keys = parameters.map((place) => {
    if (!(place instanceof Place)) throw new Error(`a value was written into a statement: ${text}`);
    return place.key as K;
  });
  return { text, keys };
}
