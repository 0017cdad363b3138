import { z } from 'zod';
import { emojiSchema } from './emoji.ts';
import { complain, idSchema, withoutNulls } from './form.ts';

/** A custom_id as Discord takes it. */
export const customIdSchema = z.string().min(1).max(100);
const number = z.number().int().nonnegative().optional();

const button = z
  .object({
    type: z.literal(2),
    id: number,
    style: z.number().int().min(1).max(5),
    custom_id: customIdSchema.optional(),
    label: z.string().max(80).optional(),
    emoji: emojiSchema.optional(),
    url: z.string().max(512).optional(),
    disabled: z.boolean().optional(),
  })
  .check((ctx) => {
    const { style, custom_id, url, label, emoji } = ctx.value;
    if (!label && !emoji)
      complain(ctx, [], 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A button requires a label or emoji');
    if (style === 5) {
      if (!url || !/^(?:https?|discord):\/\//.test(url))
        complain(ctx, ['url'], 'BUTTON_COMPONENT_URL_REQUIRED', 'A url is required');
      if (custom_id)
        complain(
          ctx,
          ['custom_id'],
          'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
          'A custom id and url cannot both be specified',
        );
    } else {
      if (!custom_id) complain(ctx, ['custom_id'], 'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED', 'A custom id is required');
      if (url)
        complain(
          ctx,
          ['url'],
          'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
          'A custom id and url cannot both be specified',
        );
    }
  });

const menuShape = {
  id: number,
  custom_id: customIdSchema,
  placeholder: z.string().max(150).optional(),
  min_values: z.number().int().min(0).max(25).optional(),
  max_values: z.number().int().min(1).max(25).optional(),
  disabled: z.boolean().optional(),
  required: z.boolean().optional(),
};
const option = z.object({
  label: z.string().min(1).max(100),
  value: z.string().min(1).max(100),
  description: z.string().max(100).optional(),
  default: z.boolean().optional(),
  emoji: emojiSchema.optional(),
});

/** A string select menu, in a message or under a modal's label. */
export const menuSchema = z
  .object({ type: z.literal(3), ...menuShape, options: z.array(option).min(1).max(25) })
  .check((ctx) => {
    const { options, min_values = 1, max_values = 1 } = ctx.value;
    const values = new Set(options.map(({ value }) => value));
    if (values.size < options.length)
      complain(
        ctx,
        ['options'],
        'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
        'The specified option value is already used',
      );
    if (max_values > options.length || min_values > max_values)
      complain(ctx, ['max_values'], 'SELECT_COMPONENT_MAX_VALUES_INVALID', 'Too many or too few values');
  });

/** A menu of users, roles, both or channels, which the client fills. */
export const entityMenuSchema = z.object({
  type: z.union([z.literal(5), z.literal(6), z.literal(7), z.literal(8)]),
  ...menuShape,
  channel_types: z.array(z.number().int()).optional(),
  default_values: z.array(z.object({ id: idSchema, type: z.string() })).optional(),
});

const row = z
  .object({
    type: z.literal(1),
    id: number,
    components: z
      .array(z.discriminatedUnion('type', [button, menuSchema, entityMenuSchema]))
      .min(1)
      .max(5),
  })
  .check((ctx) => {
    const { components } = ctx.value;
    if (components.length > 1 && components.some(({ type }) => type !== 2))
      complain(
        ctx,
        ['components'],
        'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
        'The specified component exceeds the maximum width',
      );
  });

export type Row = z.output<typeof row>;
export type Component = Row['components'][number];
export type Button = z.output<typeof button>;

/** At most five rows of five, custom ids unique. https://discord.com/developers/docs/components/reference#action-row */
export const rowsSchema = z.preprocess(
  withoutNulls,
  z
    .array(row)
    .max(5)
    .check((ctx) => {
      const seen = new Set<string>();
      ctx.value.forEach(({ components }, y) => {
        components.forEach(({ custom_id }, x) => {
          if (custom_id === undefined) return;
          if (seen.has(custom_id))
            complain(
              ctx,
              [y, 'components', x, 'custom_id'],
              'COMPONENT_CUSTOM_ID_DUPLICATED',
              'Component custom id cannot be duplicated',
            );
          seen.add(custom_id);
        });
      });
    }),
);
