import { z } from 'zod';
import type { MemberSettings } from '../../domain/settings/settings.ts';
import { exactly, versioned } from './versioned.ts';

const schema = z.object({
  notices: z.boolean(),
  remix: z.boolean(),
  private: z.boolean(),
  model: z.string().nullable(),
  aspect: z.string().nullable(),
  speed: z.enum(['fast', 'relax', 'turbo']).nullable(),
  stylize: z.number().nullable(),
  suffix: z.string(),
  welcomed: z.boolean(),
});

/** The settings of one member. A changed shape needs a migration here. */
export const settingsCodec = versioned(exactly<MemberSettings>()(schema), [
  // A member who has changed a setting before needs no welcome.
  (data) => ({ ...z.looseObject({}).parse(data), welcomed: true }),
]);
