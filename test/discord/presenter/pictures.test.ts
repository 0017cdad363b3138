import { describe, expect, test, vi } from 'vitest';
import { messageLink } from '../../../src/discord/render/link.ts';
import type { JobIn } from '../../../src/domain/job/job.ts';
import type { Outcome } from '../../../src/domain/job/outcome.ts';
import type { Media, MediaFetcher } from '../../../src/domain/pictures/media.ts';
import { allMedia, delivering, openPresenter, picture, pictures, place } from './fixture.ts';
import { MESSAGE, type Received, refusal } from './recording-discord.ts';

const original = /@original$/;
const four: Outcome = { ...pictures, imageUrls: [1, 2, 3, 4].map((n) => `https://relay.example/${n}.png`) };

function sizes({ files }: Received): number[] {
  return [...files.values()].map(({ bytes }) => bytes.byteLength);
}

describe('pictures', () => {
  test('are uploaded with alt text, byte for byte, and the embeds point at them', async () => {
    const { presenter, discord } = await openPresenter();
    await presenter.deliver(delivering(four));
    const [sent] = discord.requests;
    const names = ['picture-1.png', 'picture-2.png', 'picture-3.png', 'picture-4.png'];
    expect([...(sent?.files.keys() ?? [])]).toEqual(['files[0]', 'files[1]', 'files[2]', 'files[3]']);
    expect([...(sent?.files.values() ?? [])].map(({ name }) => name)).toEqual(names);
    expect(sent?.files.get('files[0]')).toMatchObject({ type: 'image/png', bytes: picture(100).data });
    expect(sent?.body).toMatchObject({
      attachments: names.map((filename, id) => ({
        id: String(id),
        filename,
        description: expect.stringContaining('a red boat'),
      })),
      embeds: names.map((name) => ({
        image: { url: `attachment://${name}` },
        url: expect.stringContaining(`${messageLink(place)}?task=`),
      })),
    });
  });

  test('are only linked when the operator wants that', async () => {
    const { presenter, discord } = await openPresenter({ imageDelivery: 'link' });
    await presenter.deliver(delivering());
    expect(discord.requests[0]?.files.size).toBe(0);
    expect(discord.requests[0]?.body).toMatchObject({
      attachments: [],
      embeds: [{ image: { url: 'https://relay.example/1.png' } }],
    });
  });

  test('that were given stand small beside the result, and are left out once they are gone', async () => {
    const edit = { kind: 'edit', prompt: 'in snow', image: 'https://given.example/1.png' } as const;
    const job = { ...delivering(), request: edit };
    const { presenter, discord } = await openPresenter();
    await presenter.deliver(job);
    expect(discord.requests[0]?.body).toMatchObject({
      embeds: [{ thumbnail: { url: 'attachment://made-from.webp' } }],
      attachments: [{ id: '0' }, { id: '1', filename: 'made-from.webp', description: 'The picture it was made from' }],
    });
    const fetch: MediaFetcher['fetch'] = async (url) => (url === edit.image ? 'expired' : picture(100));
    for (const gone of [{ fetch }, { contactSheet: async () => null }]) {
      const other = await openPresenter({ media: { ...allMedia, ...gone } });
      expect(await other.presenter.deliver(job)).toMatchObject({ kind: 'shown' });
      expect(JSON.stringify(other.discord.requests[0]?.body)).not.toContain('made-from');
    }
  });

  test('that cannot be fetched are linked beside those that can', async () => {
    const media: MediaFetcher = {
      ...allMedia,
      async fetch(url) {
        if (url.includes('/2.')) return 'missing';
        if (url.includes('/3.')) throw new Error('a bug of the fetcher');
        return picture(100);
      },
    };
    const { presenter, discord } = await openPresenter({ media });
    expect(await presenter.deliver(delivering(four))).toMatchObject({ kind: 'shown' });
    expect(discord.requests[0]?.body).toMatchObject({
      embeds: [
        { image: { url: 'attachment://picture-1.png' } },
        { image: { url: 'https://relay.example/2.png' } },
        { image: { url: 'https://relay.example/3.png' } },
        { image: { url: 'attachment://picture-4.png' } },
      ],
    });
  });

  test('larger than the place accepts are shrunk, or linked when that fails', async () => {
    const media = { ...allMedia, fetch: async () => picture(5_000) };
    const small = await openPresenter({ media });
    await small.presenter.deliver({ ...delivering(), attachmentLimit: 4_000 });
    expect(small.discord.requests.map(sizes)).toEqual([[4_000]]);
    expect(small.discord.requests[0]?.body).toMatchObject({ attachments: [{ filename: 'picture-1.jpg' }] });

    const linked = await openPresenter({ media: { ...media, shrink: async () => null } });
    await linked.presenter.deliver({ ...delivering(), attachmentLimit: 4_000 });
    expect(linked.discord.requests.map(sizes)).toEqual([[]]);
  });

  test.each([
    ['Discord', refusal(400, 40005)],
    ['something before Discord', { status: 413, headers: { 'content-type': 'text/html' } }],
  ])('refused as too large by %s become smaller copies, then links', async (_, reaction) => {
    const { presenter, discord } = await openPresenter({
      media: { ...allMedia, fetch: async () => picture(3_000_000) },
    });
    discord.answer('PATCH', original, reaction, 2);
    expect(await presenter.deliver(delivering())).toMatchObject({ kind: 'shown', buttons: [{ label: 'U1' }] });
    expect(discord.requests.map(sizes)).toEqual([[3_000_000], [2_000_000], []]);
    expect(discord.requests.at(-1)?.body).toMatchObject({
      embeds: [{ image: { url: 'https://relay.example/1.png' } }],
    });
  });

  test('a film is a file, or a link when it is too large', async () => {
    const outcome: Outcome = { ...pictures, imageUrls: [], videoUrls: ['https://relay.example/f.mp4'] };
    const { presenter, discord } = await openPresenter({
      media: { ...allMedia, fetch: async () => picture(500, 'video/mp4') },
    });
    await presenter.deliver(delivering(outcome));
    await presenter.deliver({ ...delivering(outcome), attachmentLimit: 400 });
    expect(discord.requests.map(sizes)).toEqual([[500], []]);
    expect(discord.requests[0]?.files.get('files[0]')).toMatchObject({ name: 'film-1.mp4', type: 'video/mp4' });
    expect(discord.requests[1]?.body.content).toContain('https://relay.example/f.mp4');
  });

  test('a description too long to be shown comes as a file', async () => {
    const text = 'boat '.repeat(800).trim();
    const { presenter, discord } = await openPresenter();
    await presenter.deliver(delivering({ ...pictures, text }));
    const files = [...(discord.requests[0]?.files.values() ?? [])];
    expect(files.map(({ name }) => name)).toEqual(['picture-1.png', 'prompt.txt']);
    expect(new TextDecoder().decode(files[1]?.bytes)).toBe(text);
  });
});

describe('a message Discord refuses as invalid', () => {
  test('is reduced to no emoji, to no buttons, to links only, and is logged as our bug', async () => {
    const { presenter, discord, logged } = await openPresenter();
    discord.answer('PATCH', original, refusal(400, 50035), 3);
    expect(await presenter.deliver(delivering())).toMatchObject({ kind: 'shown', buttons: [] });
    const [full, noEmoji, noComponents, textOnly] = discord.requests.map(({ body }) => body);
    expect(JSON.stringify(full?.components)).toContain('emoji');
    expect(JSON.stringify(noEmoji?.components)).not.toContain('emoji');
    expect(JSON.stringify(noEmoji?.components)).toContain('U1');
    expect(noComponents?.components).toEqual([]);
    expect(textOnly).toMatchObject({ content: 'https://relay.example/1.png', embeds: [], attachments: [] });
    expect(logged.filter(({ level }) => level === 'error')).toHaveLength(3);
  });

  test('still carries the buttons it was posted with', async () => {
    const { presenter, discord } = await openPresenter();
    discord.answer('PATCH', original, refusal(400, 50035), 1);
    expect(await presenter.deliver(delivering())).toMatchObject({ kind: 'shown', buttons: [{ label: 'U1' }] });
  });

  test('says why in plain text when there is no picture', async () => {
    const { presenter, discord } = await openPresenter();
    discord.answer('PATCH', original, refusal(400, 50035), 3);
    await presenter.deliver(delivering({ kind: 'failed', reason: { kind: 'taskLost' } }));
    expect(String(discord.requests.at(-1)?.body.content).length).toBeGreaterThan(10);
  });

  test('is shown as links when it cannot even be rendered', async () => {
    const broken = () => {
      throw new Error('a bug of the renderer');
    };
    const { presenter, discord } = await openPresenter({
      rendererFor: () => ({
        progress: broken,
        result: broken,
        bareText: broken,
        whereabouts: broken,
        begunAt: broken,
        notice: broken,
        grouped: broken,
      }),
    });
    expect(await presenter.deliver(delivering())).toMatchObject({ kind: 'shown', buttons: [] });
    expect(discord.requests[0]?.body.content).toBe('https://relay.example/1.png');
  });
});

describe('results with pictures', () => {
  const jobs = Array.from({ length: 10 }, (_, n): JobIn<'delivering'> => {
    const place = { ...delivering().place, messageId: `${MESSAGE}${n}` };
    return { ...delivering({ ...pictures, imageUrls: [`https://relay.example/${n}.png`] }), id: String(n), place };
  });

  /** Fetches only what the test lets through, and records what is asked for. */
  function heldMedia() {
    const asked: number[] = [];
    const fetches = jobs.map(() => Promise.withResolvers<Media>());
    const media: MediaFetcher = {
      ...allMedia,
      async fetch(url) {
        const n = Number(/(\d+)\.png$/.exec(url)?.[1]);
        asked.push(n);
        return (await fetches[n]?.promise) ?? 'unreachable';
      },
    };
    return { media, asked, fetches };
  }

  test('are in memory eight at a time, the others follow in order, and a failure gives its place to the next', async () => {
    const { media, asked, fetches } = heldMedia();
    const { presenter, discord } = await openPresenter({ media });
    const deliveries = jobs.map((job) => presenter.deliver(job));
    await vi.waitFor(() => expect(asked).toEqual([0, 1, 2, 3, 4, 5, 6, 7]), 10_000);
    expect(discord.requests).toHaveLength(0);
    fetches[1]?.resolve(picture(100));
    await vi.waitFor(() => expect(asked).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]), 10_000);
    expect(await deliveries[1]).toMatchObject({ kind: 'shown' });
    fetches[0]?.reject(new Error('failed'));
    await vi.waitFor(() => expect(asked).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), 10_000);
    for (const { resolve } of fetches) resolve(picture(100));
    expect((await Promise.all(deliveries)).map(({ kind }) => kind)).toEqual(Array(10).fill('shown'));
  });

  test('that wait end with a stop, and are delivered after the restart', async () => {
    const { media, asked } = heldMedia();
    const { presenter, logged } = await openPresenter({ media, stopMs: 50 });
    const deliveries = jobs.map((job) => presenter.deliver(job));
    await vi.waitFor(() => expect(asked).toHaveLength(8), 10_000);
    await presenter.stop();
    const kinds = (await Promise.all([...deliveries, presenter.deliver(delivering())])).map(({ kind }) => kind);
    expect(kinds).toEqual(Array(11).fill('later'));
    expect(asked).toHaveLength(8);
    expect(logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
