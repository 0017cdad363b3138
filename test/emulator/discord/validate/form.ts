import { z } from 'zod';
import { formErrors } from '../api-error.ts';

/** Parses what the bot sent; throws Discord's 50035 with every complaint. `at` is where the value sits in the whole body. */
export function parseForm<S extends z.ZodType>(
  schema: S,
  value: unknown,
  at: readonly PropertyKey[] = [],
): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw formErrors(parsed.error.issues.map((issue) => ({ path: [...at, ...issue.path], ...complaint(issue) })));
}

/** A rule across fields, complaining with Discord's own code. */
export function complain(
  ctx: { issues: z.core.$ZodRawIssue[] },
  path: PropertyKey[],
  code: string,
  message: string,
): void {
  ctx.issues.push({ code: 'custom', input: undefined, path, message, params: { code } });
}

function complaint(issue: z.core.$ZodIssue): { code: string; message: string } {
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'number'
        ? { code: 'NUMBER_TYPE_MAX', message: `int value should be less than or equal to ${issue.maximum}.` }
        : { code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${issue.maximum} or fewer in length.` };
    case 'too_small':
      if (issue.minimum === 1 && issue.origin === 'string')
        return { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' };
      return { code: 'BASE_TYPE_MIN_LENGTH', message: `Must be ${issue.minimum} or more.` };
    case 'invalid_type':
      return issue.input === undefined
        ? { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }
        : { code: 'BASE_TYPE_BAD_TYPE', message: issue.message };
    case 'invalid_value':
      return { code: 'BASE_TYPE_CHOICES', message: issue.message };
    case 'invalid_union':
      return { code: 'UNION_TYPE_CHOICES', message: issue.message };
    case 'invalid_format':
      return { code: 'STRING_TYPE_REGEX', message: issue.message };
    case 'custom':
      return { code: String(issue.params?.code ?? 'CUSTOM'), message: issue.message };
    default:
      return { code: 'BASE_TYPE_INVALID', message: issue.message };
  }
}

/** Discord reads a null field as an absent one; deep. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [key, withoutNulls(inner)]),
  );
}

/** A snowflake, as text or number. */
export const idSchema = z.union([z.string().regex(/^\d{1,20}$/), z.number().int().nonnegative()]).transform(String);
