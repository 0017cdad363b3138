import type { APIEmbed, Embed, Message } from 'discord.js';
import type { MaskPreview } from '../../../domain/pictures/media.ts';
import type { Engine } from '../../../jobs/engine.ts';
import type { Context } from '../../handler.ts';
import type { Upload } from '../../rest/upload.ts';
import { pictureIn } from '../picture-in-message.ts';
import type { Pressed } from '../pressed-button.ts';
import { renderPicker } from './picker.ts';
import { type RegionState, regionChoice } from './state.ts';

/** A message of ours with a picker in it. */
type PickerMessage = { readonly embeds: readonly (Embed | APIEmbed)[] };

/**
 * Opens the picker of Vary (Region) for one member, or tells them why there is no picture to choose from. `message`: where the
 * picture is shown, in case the relay has lost it.
 */
export async function openRegion(
  message: Message | null,
  { record, index }: Pressed,
  { responder, pictures, engine, words }: Context,
): Promise<void> {
  await responder.deferReply();
  const copy = message && pictureIn(message);
  const known = await pictureUrls(record.jobId, engine);
  const urls = [...known, ...(copy === null ? [] : [copy])];
  const view = await pictures.region(urls, { kind: 'cells', grid: null, cells: [] });
  if (typeof view === 'string') return responder.tell(words.region.trouble[view]);
  const { messageId } = record.place;
  const state = { messageId, index, grid: view.grid, cells: [], painted: false };
  await responder.tell(renderPicker(state, view, sourceOf(view, known), null, words), [fileOf(view)]);
}

/** Shows the picker with another choice. When that cannot be drawn, the member is told and the picker stays as it was. */
export async function redrawRegion(
  picker: PickerMessage | null,
  pressed: Pressed,
  state: RegionState,
  paintedUrl: string | null,
  { responder, pictures, engine, words }: Context,
): Promise<void> {
  await responder.deferUpdate();
  const choice = regionChoice(state, paintedUrl);
  const urls = await pictureSources(picker, pressed, engine);
  const view = choice ? await pictures.region(urls, choice) : ('missing' as const);
  if (typeof view === 'string') return responder.tell(words.region.trouble[view]);
  const source = sourceOf(view, await pictureUrls(pressed.record.jobId, engine));
  await responder.editReply(renderPicker(state, view, source, paintedUrl, words), [fileOf(view)]);
}

/** Addresses of a picker's picture, best first: the one that the picker was drawn from, then the relay's. */
export async function pictureSources(
  picker: PickerMessage | null,
  { record }: Pressed,
  engine: Pick<Engine, 'job'>,
): Promise<readonly string[]> {
  const used = picker?.embeds[0]?.url;
  return [...(used ? [used] : []), ...(await pictureUrls(record.jobId, engine))];
}

/** The address of the painted copy in a picker, null when there is none. */
export function paintedIn(picker: PickerMessage | null): string | null {
  return picker?.embeds[0]?.thumbnail?.url ?? null;
}

async function pictureUrls(jobId: string, engine: Pick<Engine, 'job'>): Promise<readonly string[]> {
  const job = await engine.job(jobId);
  return job && 'outcome' in job && job.outcome.kind === 'pictures' ? job.outcome.imageUrls.slice(0, 1) : [];
}

/** Where the picture was found; null at one of the relay's addresses, which members do not see and the job knows. */
function sourceOf({ pictureUrl }: MaskPreview, known: readonly string[]): string | null {
  return known.includes(pictureUrl) ? null : pictureUrl;
}

function fileOf({ name, data }: MaskPreview): Upload {
  return { key: 'files[0]', name, data };
}
