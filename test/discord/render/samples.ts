import type { Job, JobIn } from '../../../src/domain/job/job.ts';
import type { Outcome, Pictures } from '../../../src/domain/job/outcome.ts';
import type { Stage } from '../../../src/domain/job/step.ts';
import type { RelayButton } from '../../../src/domain/job/task.ts';
import type { Progress } from '../../../src/domain/ports/presenter.ts';
import { sampleJob } from '../../sample-job.ts';

export const uuid = '00000000-0000-4000-8000-000000000000';
export const place = { guildId: '10', channelId: '20', messageId: '30' };
export const idle: Progress = { percent: null, previewUrl: '', ahead: null };

export function jobIn(stage: Stage, changes: Partial<Omit<Job, keyof Stage>> = {}): Job {
  return { ...sampleJob(), ...changes, ...stage };
}

export function delivering(outcome: Outcome, changes: Partial<Omit<Job, keyof Stage>> = {}): JobIn<'delivering'> {
  const job = { ...sampleJob(), ...changes };
  return { ...job, step: 'delivering', place, outcome, since: job.createdAt + 42_000 };
}

export function pictures(changes: Partial<Pictures> = {}): Pictures {
  return {
    kind: 'pictures',
    taskId: '1730000000000123',
    imageUrls: ['https://relay.example/1.png'],
    videoUrls: [],
    buttons: [],
    prompt: 'a red fox --v 7',
    text: '',
    ...changes,
  };
}

export function relayButton(customId: string, label = '', emoji = ''): RelayButton {
  return { customId, label, emoji, style: 2 };
}

export const gridButtons: readonly RelayButton[] = [
  ...[1, 2, 3, 4].map((n) => relayButton(`MJ::JOB::upsample::${n}::${uuid}`, `U${n}`)),
  relayButton(`MJ::JOB::reroll::0::${uuid}::SOLO`, '', '🔄'),
  ...[1, 2, 3, 4].map((n) => relayButton(`MJ::JOB::variation::${n}::${uuid}`, `V${n}`)),
];

/** Under a single picture, in the order a relay sends them. */
export const soloButtons: readonly RelayButton[] = [
  relayButton(`MJ::JOB::upsample_v7_2x_subtle::1::${uuid}::SOLO`, 'Upscale (Subtle)', 'upscale_1'),
  relayButton(`MJ::JOB::upsample_v7_2x_creative::1::${uuid}::SOLO`, 'Upscale (Creative)', 'upscale_1'),
  relayButton(`MJ::JOB::low_variation::1::${uuid}::SOLO`, 'Vary (Subtle)', '🪄'),
  relayButton(`MJ::JOB::high_variation::1::${uuid}::SOLO`, 'Vary (Strong)', '🪄'),
  relayButton(`MJ::Inpaint::1::${uuid}::SOLO`, 'Vary (Region)', '🖌'),
  relayButton(`MJ::Outpaint::50::1::${uuid}::SOLO`, 'Zoom Out 2x', '🔍'),
  relayButton(`MJ::Outpaint::75::1::${uuid}::SOLO`, 'Zoom Out 1.5x', '🔍'),
  relayButton(`MJ::CustomZoom::${uuid}`, 'Custom Zoom', '🔍'),
  relayButton(`MJ::JOB::pan_left::1::${uuid}::SOLO`, '', '⬅️'),
  relayButton(`MJ::JOB::pan_right::1::${uuid}::SOLO`, '', '➡️'),
  relayButton(`MJ::JOB::pan_up::1::${uuid}::SOLO`, '', '⬆️'),
  relayButton(`MJ::JOB::pan_down::1::${uuid}::SOLO`, '', '⬇'),
  relayButton(`MJ::JOB::animate_high::1::${uuid}::SOLO`, 'Animate (High motion)', '🎞️'),
  relayButton(`MJ::JOB::animate_low::1::${uuid}::SOLO`, 'Animate (Low motion)', '🎞️'),
  relayButton(`MJ::BOOKMARK::${uuid}`, '', '❤️'),
];
