import type { Size } from '../../domain/pictures/region.ts';
import type { FileParts } from '../file-parts.ts';

/**
 * What a file says of its picture before anything is decoded. `size` is null where somebody who decodes it must be asked: a
 * picture may be turned when it is shown. `isWhole` is false when the end of the file is missing: such a picture is partly grey or
 * not shown at all.
 */
export type Header = { readonly size: Size | null; readonly isWhole: boolean };

/** A file whose end is missing. */
export const cutOff: Header = { size: null, isWhole: false };

/** Reads a header; null for a file that is put together in a way that we do not know. Never throws, whatever the bytes are. */
export type ReadHeader = (file: FileParts) => Header | null;
