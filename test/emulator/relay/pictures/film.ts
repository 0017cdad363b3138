import { draw } from './draw.ts';
import { encodeMovingPicture, type Vector } from './h264.ts';
import { packFilm } from './mp4.ts';
import type { Picture } from './picture.ts';
import { isPlain, pixelsOf } from './sheet.ts';

const FPS = 24;
const FRAMES = 2 * FPS;
/** How much of a side the camera moves, at least. */
const WAY = 0.1;

/** Where the camera goes, film by film: which share of the room to the right and downwards, and whether it comes back. */
const ways = [
  { right: 1, down: 0, back: false },
  { right: 0, down: 1, back: false },
  { right: 1, down: 1, back: false },
  { right: 1, down: 1, back: true },
] as const;

/** Two seconds of a camera that drifts over the picture. Each of the four films of an animation goes another way. */
export async function printFilm(picture: Picture, side: number, number: number): Promise<Buffer> {
  const size = pixelsOf(picture, side);
  const [width, height] = [withRoom(size.width), withRoom(size.height)];
  const bitmap = await draw(picture, width, height, isPlain(side));
  const { right, down, back } = ways[number % ways.length] ?? ways[0];
  const room = { x: width - size.width, y: height - size.height };
  const moves = Array.from({ length: FRAMES - 1 }, (_, n): Vector => {
    const share = (1 - Math.cos((Math.PI * (n + 1) * (back ? 2 : 1)) / (FRAMES - 1))) / 2;
    return { x: Math.round(4 * share * right * room.x), y: Math.round(4 * share * down * room.y) };
  });
  const stream = encodeMovingPicture(bitmap, size, moves);
  return packFilm(stream, size, FPS);
}

/** Whole blocks of 16 pixels, with room for the way. */
function withRoom(length: number): number {
  return Math.ceil((length * (1 + WAY)) / 16) * 16;
}
