import { decodeCells, encodeCells, type Grid, type RegionChoice } from '../../../domain/pictures/region.ts';
import { regionId } from '../../render/custom-ids.ts';

/**
 * What a picker of Vary (Region) stands for. It travels in the ids of its own buttons, so that it outlives the bot; the
 * address of a painted copy is too long for an id and travels as the picker's thumbnail.
 */
export type RegionState = {
  /** The message under whose picture the button stands, and where in its record. */
  readonly messageId: string;
  readonly index: number;
  readonly grid: Grid;
  /** Empty while a painted copy is chosen. */
  readonly cells: readonly number[];
  readonly painted: boolean;
};

/** What a part of the picker does: an area of the picture, or one of these. */
export type RegionVerb = 'invert' | 'clear' | 'cells' | 'paint' | 'go';

export function encodeState(state: RegionState, verb: string): string {
  const { messageId, index, grid, cells, painted } = state;
  return regionId.encode([messageId, index, encodeCells(cells, grid), painted ? 'p' : 'c'].join('.'), verb);
}

/** Null when the id is none of a picker's. */
export function decodeState(customId: string): { readonly state: RegionState; readonly verb: string } | null {
  const [text = '', verb = ''] = regionId.decode(customId) ?? [];
  const match = /^(\d{1,20})\.(\d{1,2})\.([0-9a-z]+)\.([cp])$/.exec(text);
  const [, messageId = '', index = '', code = '', kind] = match ?? [];
  const chosen = decodeCells(code);
  return chosen && { state: { messageId, index: Number(index), ...chosen, painted: kind === 'p' }, verb };
}

/** What the state chooses; null when a painted copy is chosen whose address is gone. */
export function choiceOf({ grid, cells, painted }: RegionState, paintedUrl: string | null): RegionChoice | null {
  if (!painted) return { kind: 'cells', grid, cells };
  return paintedUrl === null ? null : { kind: 'painted', paintedUrl };
}
