import { z } from 'zod';

/** What is stored of a record: its version, and what that version says. */
export type Stored = { readonly v: number; readonly data: unknown };

/**
 * Makes the stored form of one kind of record, and a record of its stored form. Both check the record and throw when it
 * is not one.
 */
export type Codec<T> = {
  /** How often the shape has changed. */
  readonly migrations: number;
  wrap(record: T): Stored;
  /** As `wrap`, with the record as it will be read again: without whatever else its object may carry. */
  pack(record: T): { readonly stored: Stored; readonly record: T };
  unwrap(stored: unknown): T;
};

/** Turns the data of one version into that of the next. The first migration reads version 1. */
export type Migration = (data: unknown) => unknown;

/** A newer Darkroom wrote the record. It is not damaged, but this Darkroom can neither read it nor may replace it. */
export class NewerRecord extends Error {
  override readonly name = 'NewerRecord';

  constructor(version: number, known: number) {
    super(`it has version ${version}, this Darkroom reads up to ${known}: start the newer one`);
  }
}

const Envelope = z.object({ v: z.int().min(1), data: z.unknown() });

/**
 * The fields of a record that have another name in the store: the domain's name is the key, the stored name the value.
 */
export type StoredNames = Readonly<Record<string, string>>;

/**
 * A codec for records whose shape changes over the years. Each is stored as `{ v, data }`; every migration makes a new
 * version. Records are also checked when they are written, so that nothing is acknowledged that could not be read
 * again.
 */
export function versioned<T>(
  schema: z.ZodType<T>,
  migrations: readonly Migration[] = [],
  storedNames: StoredNames = {},
): Codec<T> {
  const version = migrations.length + 1;
  const domainNames = Object.fromEntries(Object.entries(storedNames).map(([name, stored]) => [stored, name]));
  function pack(given: T) {
    const record = schema.parse(given);
    return { stored: { v: version, data: renamed(record, storedNames) }, record };
  }

  return {
    migrations: migrations.length,
    pack,
    wrap: (record) => pack(record).stored,
    unwrap(stored) {
      const { v, data } = Envelope.parse(stored);
      if (v > version) throw new NewerRecord(v, version);
      const newest = migrations.slice(v - 1).reduce((older, migrate) => migrate(older), data);
      return schema.parse(renamed(newest, domainNames));
    },
  };
}

function renamed(record: unknown, names: StoredNames): unknown {
  if (Object.keys(names).length === 0 || typeof record !== 'object' || record === null) return record;
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [names[name] ?? name, value]));
}

/**
 * Takes a schema only if it describes exactly the values of `T`: a field that is added to the domain type and forgotten
 * in the schema, or the other way round, does not compile.
 */
export function exactly<T>() {
  return <S extends z.ZodType<T>>(schema: S & ([T] extends [z.output<S>] ? unknown : never)): z.ZodType<T> => schema;
}
