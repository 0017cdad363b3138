import { expect, it } from 'vitest';
import { isWellFormed } from '../../../src/domain/buttons/action.ts';

const id = '3425cf92-031e-42ce-a8b8-61a89d492f1c';

it.each([
  `MJ::JOB::upsample::1::${id}`,
  'MJ::JOB::upsample::1::ade29d25',
  `MJ::JOB::variation::4::${id}::SOLO`,
  `MJ::JOB::reroll::0::${id}::SOLO`,
  `MJ::JOB::upsample_v6_2x_subtle::1::${id}::SOLO`,
  `MJ::JOB::upsample_v8.2_2x_creative::1::${id}::SOLO`,
  `MJ::JOB::low_variation::1::${id}::SOLO`,
  `MJ::JOB::pan_left::1::${id}::SOLO`,
  `MJ::JOB::animate_high_extend::1::${id}`,
  `MJ::JOB::video_virtual_upscale::2::${id}`,
  `MJ::Outpaint::100::1::${id}::SOLO`,
  `MJ::Inpaint::1::${id}::SOLO`,
  `MJ::CustomZoom::${id}`,
  `MJ::CustomZoom::1::${id}`,
  `MJ::BOOKMARK::${id}`,
  'MJ::Job::PicReader::1',
  'MJ::Job::PicReader::all',
  'MJ::Job::PromptAnalyzer::5',
  `MJ::Job::PromptAnalyzerExtended::${id}`,
  'MJ::Picread::Retry',
  `MJ::CancelJob::ByJobid::${id}`,
  `MJ::JOB::something_new::${id}`,
])('%s has all its parts', (customId) => expect(isWellFormed(customId)).toBe(true));

it.each([
  '',
  'upsample',
  'MJ::',
  'MJ::JOB',
  'MJ::JOB::upsample',
  'MJ::JOB::upsample::1',
  'MJ::JOB::upsample::one::x',
  `MJ::JOB::upsample::${id}`,
  'MJ::JOB::variation::2::',
  'MJ::JOB::reroll::0',
  'MJ::JOB::pan_left',
  'MJ::JOB::animate_high::1',
  'MJ::JOB::upsample_v7_2x_subtle',
  'MJ::Outpaint::50',
  'MJ::Inpaint::1',
  'MJ::CustomZoom::1',
  'MJ::Job::PicReader::9',
  `MJ::JOB::upsample::5::${id}`,
  `MJ::JOB::variation::0::${id}`,
  `MJ::JOB::video_virtual_upscale::7::${id}`,
  `MJ::JOB::upsample::1:: ${id}`,
  `MJ::JOB::upsample::1::${id} ::SOLO`,
  `MJ::JOB::upsample::1::${'x'.repeat(255)}`,
])('“%s” lacks a part that relays expect, so it is refused before it costs', (customId) =>
  expect(isWellFormed(customId)).toBe(false),
);
