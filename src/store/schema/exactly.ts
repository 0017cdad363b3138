import type { z } from 'zod';

/**
 * Makes the compiler prove that a schema and a domain type describe the same values, in both directions: a field that is
 * added to one and forgotten in the other does not compile.
 */
export function exactly<T>() {
  return <S extends z.ZodType<T>>(schema: S & ([T] extends [z.output<S>] ? unknown : never)): z.ZodType<T> => schema;
}
