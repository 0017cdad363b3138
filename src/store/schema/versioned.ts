import { z } from 'zod';

/** How one kind of record is wrapped for the store and checked on the way out. Both directions throw on nonsense. */
export type Codec<T> = {
  wrap(record: T): { readonly v: number; readonly data: unknown };
  unwrap(stored: unknown): T;
};

/** Turns the data of one version into that of the next. The first migration reads version 1. */
export type Migration = (data: unknown) => unknown;

/** The record was written by a newer Darkroom; it is intact, but not for us to read or replace. */
export class NewerRecord extends Error {
  override readonly name = 'NewerRecord';

  constructor(version: number, known: number) {
    super(`it has version ${version}, this Darkroom reads up to ${known}: start the newer one`);
  }
}

const Envelope = z.object({ v: z.int().min(1), data: z.unknown() });

/** How a record's fields are called in the store where the domain has another word for them. */
export type StoredNames = Readonly<Record<string, string>>;

/**
 * Records of a kind change shape over the years: each is stored as `{ v, data }`, and adding a migration makes a new
 * version. Records are checked when they are written, too: what could not be read back must never be acknowledged.
 */
export function versioned<T>(
  schema: z.ZodType<T>,
  migrations: readonly Migration[] = [],
  storedNames: StoredNames = {},
): Codec<T> {
  const version = migrations.length + 1;
  const domainNames = Object.fromEntries(Object.entries(storedNames).map(([name, stored]) => [stored, name]));
  return {
    wrap: (record) => ({ v: version, data: renamed(schema.parse(record), storedNames) }),
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
 * Makes the compiler prove that a schema and a domain type describe the same values, in both directions: a field that is
 * added to one and forgotten in the other does not compile.
 */
export function exactly<T>() {
  return <S extends z.ZodType<T>>(schema: S & ([T] extends [z.output<S>] ? unknown : never)): z.ZodType<T> => schema;
}
