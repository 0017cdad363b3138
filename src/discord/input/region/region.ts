import type { APIEmbed, Embed, Message } from 'discord.js';
import type { MaskPreview } from '../../../domain/pictures/media.ts';
import type { Engine } from '../../../jobs/engine.ts';
import type { Context } from '../../handler.ts';
import type { Upload } from '../../rest/upload.ts';
import { pictureIn } from '../picture-in-message.ts';
import type { Pressed } from '../pressed-button.ts';
import { renderPicker } from './picker.ts';
import { choiceOf, type RegionState } from './state.ts';

type Shown = { readonly embeds: readonly (Embed | APIEmbed)[] };

/**
 * Opens the picker of Vary (Region), for one member. `message` shows the picture, should the relay have lost it. Says kindly
 * when there is no picture to choose from.
 */
export async function openRegion(
  message: Message | null,
  { record, index }: Pressed,
  { responder, pictures, engine, words }: Context,
): Promise<void> {
  await responder.think();
  const copy = message && pictureIn(message);
  const urls = [...(await pictureUrls(record.jobId, engine)), ...(copy === null ? [] : [copy])];
  const view = await pictures.region(urls, { kind: 'cells', grid: null, cells: [] });
  if (typeof view === 'string') return responder.tell(words.region.trouble[view]);
  const { messageId } = record.place;
  const state = { messageId, index, grid: view.grid, cells: [], painted: false };
  await responder.tell(renderPicker(state, view, null, words), [fileOf(view)]);
}

/** Shows the picker with another choice. What cannot be drawn is told and leaves it as it was. */
export async function redrawRegion(
  picker: Shown | null,
  pressed: Pressed,
  state: RegionState,
  paintedUrl: string | null,
  { responder, pictures, engine, words }: Context,
): Promise<void> {
  await responder.accept();
  const choice = choiceOf(state, paintedUrl);
  const urls = await sourcesOf(picker, pressed, engine);
  const view = choice ? await pictures.region(urls, choice) : ('missing' as const);
  if (typeof view === 'string') return responder.tell(words.region.trouble[view]);
  await responder.amend(renderPicker(state, view, paintedUrl, words), [fileOf(view)]);
}

/** Where the picture of a picker may be found, best first. */
export async function sourcesOf(
  picker: Shown | null,
  { record }: Pressed,
  engine: Pick<Engine, 'job'>,
): Promise<readonly string[]> {
  const used = picker?.embeds[0]?.url;
  return [...(used ? [used] : []), ...(await pictureUrls(record.jobId, engine))];
}

/** The painted copy that a picker shows. */
export function paintedIn(picker: Shown | null): string | null {
  return picker?.embeds[0]?.thumbnail?.url ?? null;
}

async function pictureUrls(jobId: string, engine: Pick<Engine, 'job'>): Promise<readonly string[]> {
  const job = await engine.job(jobId);
  return job && 'outcome' in job && job.outcome.kind === 'pictures' ? job.outcome.imageUrls.slice(0, 1) : [];
}

function fileOf({ name, data }: MaskPreview): Upload {
  return { key: 'files[0]', name, data };
}
