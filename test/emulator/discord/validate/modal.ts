import { z } from 'zod';
import { customIdSchema, entityMenuSchema, menuSchema } from './components.ts';
import { complain, withoutNulls } from './form.ts';

const text = z
  .object({
    type: z.literal(4),
    id: z.number().int().optional(),
    custom_id: customIdSchema,
    style: z.union([z.literal(1), z.literal(2)]),
    label: z.string().min(1).max(45).optional(),
    value: z.string().max(4000).optional(),
    placeholder: z.string().max(100).optional(),
    required: z.boolean().optional(),
    min_length: z.number().int().min(0).max(4000).optional(),
    max_length: z.number().int().min(1).max(4000).optional(),
  })
  .check((ctx) => {
    const { value = '', min_length = 0, max_length = 4000 } = ctx.value;
    if (value.length > max_length)
      complain(ctx, ['value'], 'BASE_TYPE_MAX_LENGTH', `Must be ${max_length} or fewer in length.`);
    if (min_length > max_length)
      complain(ctx, ['min_length'], 'TEXT_INPUT_MIN_GREATER_MAX', 'Min length exceeds max length');
  });

const upload = z.object({
  type: z.literal(19),
  id: z.number().int().optional(),
  custom_id: customIdSchema,
  min_values: z.number().int().min(0).max(10).optional(),
  max_values: z.number().int().min(1).max(10).optional(),
  required: z.boolean().optional(),
});

const row = z
  .object({ type: z.literal(1), id: z.number().int().optional(), components: z.array(text).length(1) })
  .check((ctx) => {
    if (ctx.value.components.some(({ label }) => label === undefined))
      complain(ctx, ['components', 0, 'label'], 'BASE_TYPE_REQUIRED', 'This field is required');
  });

const label = z.object({
  type: z.literal(18),
  id: z.number().int().optional(),
  label: z.string().min(1).max(45),
  description: z.string().min(1).max(100).optional(),
  component: z.discriminatedUnion('type', [text, menuSchema, entityMenuSchema, upload]),
});

const prose = z.object({ type: z.literal(10), id: z.number().int().optional(), content: z.string().min(1).max(4000) });

/** https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal */
export const modalSchema = z.preprocess(
  withoutNulls,
  z
    .object({
      custom_id: customIdSchema,
      title: z.string().min(1).max(45),
      components: z
        .array(z.discriminatedUnion('type', [row, label, prose]))
        .min(1)
        .max(5),
    })
    .check((ctx) => {
      const ids = fieldsOf(ctx.value.components).map(({ custom_id }) => custom_id);
      if (new Set(ids).size < ids.length)
        complain(ctx, ['components'], 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
    }),
);

export type ModalLayout = z.output<typeof modalSchema>['components'][number];
export type ModalField =
  | z.output<typeof text>
  | z.output<typeof menuSchema>
  | z.output<typeof entityMenuSchema>
  | z.output<typeof upload>;

/** What a member can fill in, in order. */
export function fieldsOf(layouts: readonly ModalLayout[]): ModalField[] {
  return layouts.flatMap((layout): ModalField[] => {
    if (layout.type === 1) return layout.components;
    return layout.type === 18 ? [layout.component] : [];
  });
}
