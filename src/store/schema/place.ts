import { z } from 'zod';
import type { Place } from '../../domain/job/job.ts';
import { exactly } from './exactly.ts';

const schema = z.object({ guildId: z.string().nullable(), channelId: z.string(), messageId: z.string() });

export const PlaceSchema = exactly<Place>()(schema);
