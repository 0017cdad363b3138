import { onTestFinished } from 'vitest';
import { createPresenter, type PresenterOptions } from '../../../src/discord/presenter/presenter.ts';
import { createRestClients } from '../../../src/discord/rest/clients.ts';
import type { JobIn } from '../../../src/domain/job/job.ts';
import { enter } from '../../../src/domain/job/job.ts';
import type { Outcome } from '../../../src/domain/job/outcome.ts';
import { type Media, type MediaFetcher, mediaOf } from '../../../src/domain/pictures/media.ts';
import type { Progress } from '../../../src/domain/ports/presenter.ts';
import { direct } from '../../direct.ts';
import { sampleJob } from '../../sample-job.ts';
import { createManualClock } from './manual-clock.ts';
import { CHANNEL, MESSAGE, openRecordingDiscord } from './recording-discord.ts';

export const CREATED_AT = Date.UTC(2026, 0, 1);
export const TOKEN = 'interaction-token';
export const place = { guildId: '300000000000000001', channelId: CHANNEL, messageId: MESSAGE };
export const ORIGINAL = `/webhooks/400000000000000001/${TOKEN}/messages/@original`;
export const EDIT = `/channels/${CHANNEL}/messages/${MESSAGE}`;
export const POST = `/channels/${CHANNEL}/messages`;

export const received = sampleJob({
  id: '100000000000000001',
  request: { kind: 'imagine', prompt: 'a red boat', images: [], bot: 'MID_JOURNEY' },
  requester: { id: '500000000000000001', name: 'Ada', locale: 'en-US' },
  guildId: place.guildId,
  channelId: CHANNEL,
  reply: {
    applicationId: '400000000000000001',
    interactionId: '100000000000000001',
    token: TOKEN,
    expiresAt: CREATED_AT + 15 * 60_000,
  },
  prompt: 'a red boat',
  createdAt: CREATED_AT,
});

export const waiting = enter(received, { step: 'waiting', place, notBefore: 0, refusals: 0 });
export const following = enter(received, {
  step: 'following',
  place,
  taskId: 'task-1',
  acceptedAt: CREATED_AT,
  modalSent: false,
});

export function progressAt(percent: number, previewUrl = ''): Progress {
  return { percent, previewUrl, ahead: null };
}

export const pictures = {
  kind: 'pictures',
  taskId: 'task-1',
  imageUrls: ['https://relay.example/1.png'],
  videoUrls: [],
  buttons: [{ customId: 'MJ::JOB::upsample::1::abc', label: 'U1', emoji: '🔎', style: 2 }],
  prompt: 'a red boat',
  text: '',
} as const satisfies Outcome;

export function delivering(outcome: Outcome = pictures): JobIn<'delivering'> {
  return enter(received, { step: 'delivering', place, outcome, since: CREATED_AT });
}

export function picture(bytes: number, mime: Media['mime'] = 'image/png'): Media {
  return mediaOf([new Uint8Array(bytes).fill(7)], mime, mime === 'video/mp4' ? null : { width: 1, height: 1 });
}

/** Fetches every address as a picture of 100 bytes, and makes copies as small as asked for. */
export const allMedia: MediaFetcher = {
  fetch: async () => picture(100),
  shrink: async ({ data, size }, bytes) => mediaOf([data.slice(0, bytes)], 'image/jpeg', size),
  contactSheet: async ([first]) => first ?? null,
};

/** A presenter on a recording Discord of its own, with a clock that stands still until the test advances it. */
export async function openPresenter(options: Partial<PresenterOptions> = {}) {
  const discord = await openRecordingDiscord();
  const restClients = createRestClients({ apiUrl: discord.url, botToken: 'bot-token', dispatcher: direct.dispatcher });
  const clock = createManualClock(CREATED_AT);
  const logged: { level: string; facts: object; message: string }[] = [];
  const record = (level: string) => (facts: object, message: string) => void logged.push({ level, facts, message });
  const presenter = createPresenter({
    restClients,
    media: allMedia,
    imageDelivery: 'attach',
    progressSeconds: 5,
    clock,
    pause: clock.pause,
    answerPauses: [1, 1, 1],
    stopMs: 100,
    log: { debug: record('debug'), info: record('info'), warn: record('warn'), error: record('error') },
    ...options,
  });
  onTestFinished(async () => {
    await presenter.stop();
    restClients.close();
    await discord.close();
  });
  return { discord, presenter, clock, logged };
}
