import { z } from 'zod';
import { complain, idSchema, withoutNulls } from './form.ts';

const slashName = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const name = z
  .string()
  .regex(slashName, 'String value did not match validation regex.')
  .refine((text) => text === text.toLowerCase(), {
    message: 'Command name is invalid',
    params: { code: 'APPLICATION_COMMAND_INVALID_NAME' },
  });
const description = z.string().min(1).max(100);
const translations = (text: z.ZodString) => z.record(z.string().regex(/^[a-z]{2}(-[A-Z0-9]{2,3})?$/), text).optional();
const naming = {
  name,
  name_localizations: translations(z.string().regex(slashName)),
  description,
  description_localizations: translations(description),
};
const choice = z.object({
  name: z.string().min(1).max(100),
  name_localizations: translations(z.string().min(1).max(100)),
  value: z.union([z.string().max(100), z.number()]),
});

const plainOption = z
  .object({
    type: z.literal([3, 4, 5, 6, 7, 8, 9, 10, 11]),
    ...naming,
    required: z.boolean().optional(),
    autocomplete: z.boolean().optional(),
    choices: z.array(choice).max(25).optional(),
    min_value: z.number().optional(),
    max_value: z.number().optional(),
    min_length: z.number().int().min(0).max(6000).optional(),
    max_length: z.number().int().min(1).max(6000).optional(),
    channel_types: z.array(z.number().int()).optional(),
  })
  .check((ctx) => {
    const { type, autocomplete, choices = [] } = ctx.value;
    if (autocomplete && choices.length > 0)
      complain(
        ctx,
        ['autocomplete'],
        'APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE',
        'Choices and autocomplete exclude each other',
      );
    if ((autocomplete || choices.length > 0) && ![3, 4, 10].includes(type))
      complain(ctx, ['type'], 'APPLICATION_COMMAND_OPTION_TYPE_INVALID', 'This type takes no choices');
    choices.forEach(({ value }, at) => {
      if ((typeof value === 'string') !== (type === 3))
        complain(ctx, ['choices', at, 'value'], 'BASE_TYPE_BAD_TYPE', "A choice has the option's type");
    });
  });
export type PlainOption = z.output<typeof plainOption>;

const plainOptions = z
  .array(plainOption)
  .max(25)
  .check((ctx) => inOrder(ctx));
const subcommand = z.object({ type: z.literal(1), ...naming, options: plainOptions.optional() });
const group = z.object({ type: z.literal(2), ...naming, options: z.array(subcommand).max(25) });
export type CommandOption = PlainOption | z.output<typeof subcommand> | z.output<typeof group>;

const options = z
  .array(z.discriminatedUnion('type', [plainOption, subcommand, group]))
  .max(25)
  .check((ctx) => {
    inOrder(ctx);
    const nested = ctx.value.filter(({ type }) => type <= 2).length;
    if (nested > 0 && nested < ctx.value.length)
      complain(ctx, [], 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Sub-commands cannot be mixed with other options');
  });

/** https://discord.com/developers/docs/interactions/application-commands#application-command-object */
export const commandSchema = z.preprocess(
  withoutNulls,
  z
    .object({
      id: idSchema.optional(),
      type: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(1),
      name: z.string().min(1).max(32),
      name_localizations: translations(z.string().min(1).max(32)),
      description: z.string().max(100).default(''),
      description_localizations: translations(description),
      options: options.optional(),
      default_member_permissions: z
        .union([z.string().regex(/^\d+$/), z.number()])
        .transform(String)
        .optional(),
      dm_permission: z.boolean().optional(),
      contexts: z.array(z.number().int().min(0).max(2)).min(1).optional(),
      integration_types: z.array(z.number().int().min(0).max(1)).min(1).default([0]),
      nsfw: z.boolean().default(false),
    })
    .check((ctx) => {
      const { type, name: own, description: said, options: given } = ctx.value;
      if (type === 1 && !name.safeParse(own).success)
        complain(ctx, ['name'], 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
      if (type === 1 && said === '') complain(ctx, ['description'], 'BASE_TYPE_REQUIRED', 'This field is required');
      if (type !== 1 && said !== '')
        complain(
          ctx,
          ['description'],
          'APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED',
          'Context menu commands cannot have a description',
        );
      if (type !== 1 && given?.length)
        complain(
          ctx,
          ['options'],
          'APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED',
          'Context menu commands cannot have options',
        );
      const size = lettersOf(ctx.value);
      if (size > 8000) complain(ctx, [], 'APPLICATION_COMMAND_TOO_LARGE', 'Command exceeds maximum size (8000)');
    }),
);
export type CommandForm = z.output<typeof commandSchema>;

/** The whole list: names unique per type, at most 100 slash and 15 of each menu command. */
export const commandListSchema = z.array(commandSchema).check((ctx) => {
  const most: Record<number, number> = { 1: 100, 2: 15, 3: 15 };
  const seen = new Map<string, number>();
  ctx.value.forEach(({ type, name: own }, at) => {
    const count = (seen.get(String(type)) ?? 0) + 1;
    seen.set(String(type), count);
    if (count > (most[type] ?? 0))
      complain(ctx, [at], 'APPLICATION_COMMAND_MAX', 'Maximum number of application commands reached');
    if (seen.has(`${type} ${own}`))
      complain(ctx, [at, 'name'], 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
    seen.set(`${type} ${own}`, 1);
  });
});

function inOrder(ctx: { value: readonly CommandOption[]; issues: z.core.$ZodRawIssue[] }): void {
  let optionalSeen = false;
  const names = new Set<string>();
  ctx.value.forEach((option, at) => {
    const required = 'required' in option && option.required === true;
    if (required && optionalSeen)
      complain(
        ctx,
        [at],
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    if (!required) optionalSeen = true;
    if (names.has(option.name))
      complain(ctx, [at, 'name'], 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option name already exists');
    names.add(option.name);
  });
}

function lettersOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + lettersOf(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, inner]) => {
    const counts = typeof inner === 'string' && ['name', 'description', 'value'].includes(key);
    return sum + (counts ? inner.length : key.endsWith('_localizations') ? 0 : lettersOf(inner));
  }, 0);
}
