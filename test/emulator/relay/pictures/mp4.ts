import type { Stream } from './h264.ts';

const SCALE = 600;

/** A file that players take: one film without sound, whose frames each last `1 / fps` seconds. */
export function packFilm({ sps, pps, frames }: Stream, size: { width: number; height: number }, fps: number): Buffer {
  const samples = frames.map((frame) => Buffer.concat([number(frame.length), frame]));
  const head = box('ftyp', Buffer.from('isom\0\0\x02\0isomiso2avc1mp41', 'latin1'));
  const duration = (SCALE / fps) * frames.length;
  const film = (at: number) =>
    box(
      'moov',
      box('mvhd', number(0, 0, 0, SCALE, duration, 0x10000, 0x01000000, 0, 0, ...MATRIX, 0, 0, 0, 0, 0, 0, 2)),
      box(
        'trak',
        box(
          'tkhd',
          number(7, 0, 0, 1, 0, duration, 0, 0, 0, 0, ...MATRIX, size.width * 0x10000, size.height * 0x10000),
        ),
        box(
          'mdia',
          box('mdhd', number(0, 0, 0, SCALE, duration, 0x55c40000)),
          box('hdlr', number(0, 0), Buffer.from('vide', 'latin1'), number(0, 0, 0), Buffer.of(0)),
          box(
            'minf',
            box('vmhd', number(1, 0, 0)),
            box('dinf', box('dref', number(0, 1), box('url ', number(1)))),
            box(
              'stbl',
              box('stsd', number(0, 1), box('avc1', sampleEntry(size), box('avcC', configuration(sps, pps)))),
              box('stts', number(0, 1, frames.length, SCALE / fps)),
              box('stss', number(0, 1, 1)),
              box('stsc', number(0, 1, 1, frames.length, 1)),
              box('stsz', number(0, 0, frames.length, ...samples.map(({ length }) => length))),
              box('stco', number(0, 1, at)),
            ),
          ),
        ),
      ),
    );
  const start = head.length + film(0).length + 8;
  return Buffer.concat([head, film(start), box('mdat', ...samples)]);
}

/** Neither turned nor stretched. */
const MATRIX = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];

function sampleEntry({ width, height }: { width: number; height: number }): Buffer {
  const entry = Buffer.alloc(78);
  entry.writeUInt16BE(1, 6);
  entry.writeUInt16BE(width, 24);
  entry.writeUInt16BE(height, 26);
  entry.writeUInt32BE(0x480000, 28);
  entry.writeUInt32BE(0x480000, 32);
  entry.writeUInt16BE(1, 40);
  entry.writeUInt16BE(24, 74);
  entry.writeInt16BE(-1, 76);
  return entry;
}

function configuration(sps: Buffer, pps: Buffer): Buffer {
  return Buffer.concat([
    Buffer.of(1),
    sps.subarray(1, 4),
    Buffer.of(0xff, 0xe1, sps.length >> 8, sps.length & 0xff),
    sps,
    Buffer.of(1, pps.length >> 8, pps.length & 0xff),
    pps,
  ]);
}

function box(type: string, ...body: readonly Buffer[]): Buffer {
  const length = body.reduce((sum, part) => sum + part.length, 8);
  return Buffer.concat([number(length), Buffer.from(type, 'latin1'), ...body]);
}

/** Numbers of four bytes each. */
function number(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value, at * 4);
  return bytes;
}
