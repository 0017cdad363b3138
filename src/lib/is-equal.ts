import { isDeepStrictEqual } from 'node:util';

/** Whether two values say the same, whatever objects they are made of. */
export const isEqual: (one: unknown, other: unknown) => boolean = isDeepStrictEqual;
