import { z } from 'zod';
import type { MemberSettings } from '../../domain/ports.ts';
import { exactly } from './exactly.ts';
import { versioned } from './versioned.ts';

/** A member's choices. A changed shape needs a migration here. */
export const settingsCodec = versioned(exactly<MemberSettings>()(z.object({ notices: z.boolean() })));
