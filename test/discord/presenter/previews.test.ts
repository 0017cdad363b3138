import { expect, test, vi } from 'vitest';
import type { MediaFetcher, MediaTrouble } from '../../../src/domain/pictures/media.ts';
import { allMedia, delivering, following, openPresenter, picture, progressAt } from './fixture.ts';
import { type Received, refusal } from './recording-discord.ts';

const address = 'https://relay.example/p.png';

/** Counts what is fetched; each address has a picture of its own. */
function countingMedia(answer?: (url: string, signal: AbortSignal) => Promise<MediaTrouble | null>) {
  const asked: { url: string; maxBytes: number | undefined; signal: AbortSignal }[] = [];
  const media: MediaFetcher = {
    ...allMedia,
    async fetch(url, signal, maxBytes) {
      asked.push({ url, maxBytes, signal });
      return (await answer?.(url, signal)) ?? { ...picture(100), data: new TextEncoder().encode(url) };
    },
  };
  return { asked, media };
}

/** What an edit shows: its percentage, its picture, and its files. */
function shownBy({ body, files }: Received) {
  const text = JSON.stringify(body);
  const name = /attachment:\/\/(preview-\w+\.webp)/.exec(text)?.[1];
  expect([...files.values()].map((file) => file.name)).toEqual(name ? [name] : []);
  expect(body.attachments).toEqual(
    name ? [{ id: '0', filename: name, description: expect.stringContaining('a red boat') }] : [],
  );
  expect(text).not.toContain('relay.example');
  const [file] = files.values();
  return [/(\d+)%/.exec(text)?.[1], file ? Buffer.from(file.bytes).toString() : null];
}

test('a preview is shown as a file of the message, in the place of the one before, and fetched once', async () => {
  const { asked, media } = countingMedia();
  const { presenter, discord, clock } = await openPresenter({ media });
  const shows = async (count: number, ...now: Parameters<typeof progressAt>) => {
    presenter.show(following, progressAt(...now));
    await vi.waitFor(() => {
      clock.advance(5_000);
      expect(discord.requests).toHaveLength(count);
    }, 10_000);
  };
  await shows(1, 10, `${address}?a=1`);
  await shows(2, 20, `${address}?a=1`);
  await shows(3, 30, `${address}?a=2`);
  expect(discord.requests.map(shownBy)).toEqual([
    ['10', `${address}?a=1`],
    ['20', `${address}?a=1`],
    ['30', `${address}?a=2`],
  ]);
  expect(asked.map(({ url }) => url)).toEqual([`${address}?a=1`, `${address}?a=2`]);
  expect(asked.every(({ maxBytes = Infinity }) => maxBytes <= 5 * 2 ** 20)).toBe(true);
});

test('a preview that takes long holds up no text, comes by itself, and is shown with what is newest then', async () => {
  const arrival = Promise.withResolvers<null>();
  const { asked, media } = countingMedia(() => arrival.promise);
  const { presenter, discord, clock } = await openPresenter({ media });
  presenter.show(following, progressAt(10, address));
  await vi.waitFor(() => expect(discord.requests.map(shownBy)).toEqual([['10', null]]), 10_000);
  presenter.show(following, progressAt(20, address));
  await vi.waitFor(() => {
    clock.advance(5_000);
    expect(discord.requests.map(shownBy)).toEqual([
      ['10', null],
      ['20', null],
    ]);
  }, 10_000);
  arrival.resolve(null);
  await vi.waitFor(() => {
    clock.advance(5_000);
    expect(discord.requests.map(shownBy)[2]).toEqual(['20', address]);
  }, 10_000);
  expect(asked).toHaveLength(1);
});

test('the end of a job waits for no preview, and none comes after it', async () => {
  const arrival = Promise.withResolvers<null>();
  const { asked, media } = countingMedia((url) => (url === address ? arrival.promise : Promise.resolve(null)));
  const { presenter, discord } = await openPresenter({ media });
  presenter.show(following, progressAt(10, address));
  await vi.waitFor(() => expect(asked).toHaveLength(1), 10_000);
  expect(await presenter.deliver(delivering())).toMatchObject({ kind: 'shown' });
  expect(asked[0]?.signal.aborted).toBe(true);
  arrival.resolve(null);
  await presenter.stop();
  expect(JSON.stringify(discord.requests.at(-1)?.body)).toContain('attachment://picture-1.png');
  expect(JSON.stringify(discord.requests.map(({ body }) => body))).not.toContain('preview-');
});

test.each<[string, Partial<MediaFetcher>]>([
  ['too large', { fetch: async () => 'tooLarge' }],
  ['of too many pixels', { fetch: async () => ({ ...picture(100), size: { width: 10_000, height: 9_000 } }) }],
  ['a film', { fetch: async () => picture(100, 'video/mp4') }],
  ['not to be decoded', { contactSheet: async () => null }],
  ['met by a bug of the fetcher', { fetch: () => Promise.reject(new Error('a bug')) }],
])('a preview that is %s is left out', async (_, broken) => {
  const { presenter, discord } = await openPresenter({ media: { ...allMedia, ...broken } });
  presenter.show(following, progressAt(10, address));
  await vi.waitFor(() => expect(discord.requests.map(shownBy)).toEqual([['10', null]]), 10_000);
});

test('where Discord takes no file, progress goes on without', async () => {
  const { presenter, discord, clock } = await openPresenter();
  discord.rule(({ files }) => (files.size > 0 ? refusal(403, 50013) : null));
  presenter.show(following, progressAt(10, address));
  await vi.waitFor(
    () => expect(discord.requests.map(shownBy).map(([percent]) => percent)).toEqual(['10', '10']),
    10_000,
  );
  presenter.show(following, progressAt(20, `${address}?a=2`));
  await vi.waitFor(() => {
    clock.advance(5_000);
    expect(discord.requests.map(shownBy)[2]).toEqual(['20', null]);
  }, 10_000);
});

test('with IMAGE_DELIVERY=link the relay’s address is shown, and nothing is fetched', async () => {
  const { asked, media } = countingMedia();
  const { presenter, discord } = await openPresenter({ media, imageDelivery: 'link' });
  presenter.show(following, progressAt(10, address));
  await vi.waitFor(() => expect(discord.requests).toHaveLength(1), 10_000);
  expect(discord.requests[0]?.body).toMatchObject({ embeds: [{ image: { url: address } }], attachments: [] });
  expect(asked).toEqual([]);
});
