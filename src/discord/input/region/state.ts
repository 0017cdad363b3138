import { decodeCells, encodeCells, type Grid, type RegionChoice } from '../../../domain/pictures/region.ts';
import { regionId } from '../../render/custom-ids.ts';

/**
 * The state of a picker of Vary (Region). It is kept in the custom_ids of the picker's own buttons, so that it survives a
 * restart. The address of a painted copy is too long for a custom_id; it is kept as the picker's thumbnail.
 */
export type RegionState = {
  /** The message whose button opened the picker. */
  readonly messageId: string;
  /** That button's place in the message record. */
  readonly index: number;
  readonly grid: Grid;
  /** Empty while a painted copy is chosen. */
  readonly cells: readonly number[];
  readonly painted: boolean;
};

/** What a component of the picker does, beside the buttons for areas of the picture. */
export type RegionVerb = 'invert' | 'clear' | 'cells' | 'paint' | 'go';

export function encodeState(state: RegionState, verb: string): string {
  const { messageId, index, grid, cells, painted } = state;
  return regionId.encode([messageId, index, encodeCells(cells, grid), painted ? 'p' : 'c'].join('.'), verb);
}

/** The state and what the component does; null when the custom_id is none of a picker's. */
export function decodeState(customId: string): { readonly state: RegionState; readonly verb: string } | null {
  const [text = '', verb = ''] = regionId.decode(customId) ?? [];
  const match = /^(\d{1,20})\.(\d{1,2})\.([0-9a-z]+)\.([cp])$/.exec(text);
  const [, messageId = '', index = '', code = '', kind] = match ?? [];
  const chosen = decodeCells(code);
  return chosen && { state: { messageId, index: Number(index), ...chosen, painted: kind === 'p' }, verb };
}

/** The choice that the state holds, null when it is a painted copy whose address is gone. */
export function regionChoice({ grid, cells, painted }: RegionState, paintedUrl: string | null): RegionChoice | null {
  if (!painted) return { kind: 'cells', grid, cells };
  return paintedUrl === null ? null : { kind: 'painted', paintedUrl };
}
