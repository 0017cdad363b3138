import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createPresenter } from '../../../src/discord/presenter/presenter.ts';
import { createRestClients } from '../../../src/discord/rest/clients.ts';
import type { JobIn } from '../../../src/domain/job/job.ts';
import type { Outcome } from '../../../src/domain/job/outcome.ts';
import type { Delivery } from '../../../src/domain/ports/presenter.ts';
import { direct } from '../../direct.ts';
import { sampleClock } from '../../sample-clock.ts';
import { allMedia, CREATED_AT, delivering, ORIGINAL, pictures } from './fixture.ts';
import {
  CHANNEL,
  DM,
  MESSAGE,
  openRecordingDiscord,
  type Reaction,
  type Received,
  refusal,
} from './recording-discord.ts';

type RouteName = 'token' | 'edit' | 'reply' | 'followUp' | 'dm';

/** What Discord has against everything that comes by a route, or against some of it. */
type Objection =
  | { readonly kind: 'closed'; readonly code: number }
  /** A code that nobody knows, or a page, for so many ms. */
  | { readonly kind: 'unknown'; readonly code: number | 'page'; readonly ms: number }
  | { readonly kind: 'explicit' | 'links' | 'prompt' | 'buttons' };

const LINK = 'relay.example';
const PROMPT = 'a red boat';

const unknownCodes = [40333, 40006, 40094, 90001, 999_999] as const;
const closing: Readonly<Record<RouteName, readonly number[]>> = {
  token: [50027, 10015, 50001],
  edit: [50001, 50013, 50005, 50083, 10003],
  reply: [50001, 50013, 160_005],
  followUp: [50027, 10015],
  dm: [50007, 50278],
};

function routeOf({ method, path }: Received): RouteName {
  if (path === ORIGINAL) return 'token';
  if (path.startsWith('/webhooks/')) return 'followUp';
  if (path === '/users/@me/channels' || path.startsWith(`/channels/${DM}`)) return 'dm';
  return method === 'PATCH' ? 'edit' : 'reply';
}

const hasPicture = ({ body, files }: Pick<Received, 'body' | 'files'>) =>
  files.size > 0 || JSON.stringify(body).includes(LINK);

function isCaught(objection: Objection, { body, files }: Received, passed: number): Reaction | null {
  const text = JSON.stringify(body);
  switch (objection.kind) {
    case 'closed':
      return refusal(403, objection.code);
    case 'unknown':
      if (passed >= objection.ms) return null;
      return objection.code === 'page'
        ? { status: 403, raw: '<html>', headers: { 'content-type': 'text/html' } }
        : refusal(403, objection.code);
    case 'explicit':
      return files.size > 0 ? refusal(400, 20_009) : null;
    case 'links':
      return text.includes(LINK) ? refusal(400, 240_000) : null;
    case 'prompt':
      return text.includes(PROMPT) ? refusal(400, 200_000) : null;
    case 'buttons':
      return Array.isArray(body.components) && body.components.length > 0 ? refusal(400, 50_035) : null;
  }
}

const contentKinds = ['explicit', 'links', 'prompt', 'buttons'] as const;

function objections(route: RouteName): fc.Arbitrary<readonly Objection[]> {
  const unknown = fc.record({
    kind: fc.constant('unknown' as const),
    code: fc.constantFrom(...unknownCodes, 'page' as const),
    ms: fc.constantFrom(3_000, 40_000, 100_000, 300_000, Number.POSITIVE_INFINITY),
  });
  const content = fc.subarray(contentKinds.map((kind) => ({ kind }) as const));
  const closed = fc.constantFrom(...closing[route]).map((code) => [{ kind: 'closed', code } as const]);
  return fc.oneof(
    content,
    closed,
    fc.tuple(content, unknown).map(([some, one]) => [...some, one]),
  );
}

type Objections = Readonly<Record<RouteName, readonly Objection[]>>;

const discords: fc.Arbitrary<Objections> = fc.record({
  token: objections('token'),
  edit: objections('edit'),
  reply: objections('reply'),
  followUp: objections('followUp'),
  dm: objections('dm'),
});

const failed: Outcome = { kind: 'failed', reason: { kind: 'taskFailed', detail: 'out of paint' } };

/** A message as it stands in the end. */
type Shown = Pick<Received, 'body' | 'files'>;

const idOf: Readonly<Record<RouteName, string>> = {
  token: MESSAGE,
  edit: MESSAGE,
  reply: '8001',
  followUp: '8002',
  dm: '8003',
};

/** Whether a message can be edited in time, whatever else is refused of it. */
const endsInTime = (one: Objection) => one.kind !== 'closed' && (one.kind !== 'unknown' || one.ms <= 100_000);

const nothing = () => undefined;
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const turn = () => new Promise(setImmediate);

/** A Discord that objects as it is told to, and what it shows in the end, by message id. */
async function openObjectingDiscord() {
  const discord = await openRecordingDiscord();
  const restClients = createRestClients({ apiUrl: discord.url, botToken: 'bot-token', dispatcher: direct.dispatcher });
  onTestFinished(async () => {
    restClients.close();
    await discord.close();
  });
  const messages = new Map<string, Shown>();
  let objecting: (request: Received) => Reaction | null = () => null;
  discord.rule((request) => {
    const objection = objecting(request);
    if (objection) return objection;
    if (request.path === '/users/@me/channels') return null;
    const id = idOf[routeOf(request)];
    messages.set(id, request);
    return { status: 200, body: { id, channel_id: id === idOf.dm ? DM : CHANNEL } };
  });
  return {
    messages,
    /** A presenter of its own, to whose time belongs what Discord objects to for a while. */
    open(given: Objections) {
      messages.clear();
      let passed = 0;
      objecting = (request) => {
        for (const one of given[routeOf(request)]) {
          const caught = isCaught(one, request, passed);
          if (caught) return caught;
        }
        return null;
      };
      const presenter = createPresenter({
        restClients,
        media: allMedia,
        imageDelivery: 'attach',
        progressSeconds: 5,
        clock: sampleClock(() => CREATED_AT + passed),
        async pause(ms, signal) {
          await turn();
          if (!signal.aborted) passed += ms;
        },
        stopMs: 100,
        log: silent,
      });
      return {
        presenter,
        /** Delivers as the engine does, for 4 minutes: until it is done, or Discord goes on refusing. */
        async deliver(job: JobIn<'delivering'>): Promise<Delivery> {
          for (;;) {
            const delivery = await presenter.deliver(job);
            if (delivery.kind !== 'later' || passed > 4 * 60_000) return delivery;
            passed += delivery.retryAfter;
          }
        },
      };
    },
  };
}

const isEver = (kind: Objection['kind'], given: Objections) =>
  Object.values(given).some((all) => all.some((one) => one.kind === kind));

test('whatever Discord refuses, and wherever, the first message is told the end, and a paid picture is somewhere or kept', async () => {
  const { messages, open } = await openObjectingDiscord();
  await fc.assert(
    fc.asyncProperty(
      discords,
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      async (given, isPrivate, tokenLives, fails) => {
        const { presenter, deliver } = open(given);
        try {
          const result = delivering(fails ? failed : pictures);
          const delivery = await deliver({ ...result, private: isPrivate, reply: tokenLives ? result.reply : null });

          const ways = [...(tokenLives ? (['token'] as const) : []), ...(isPrivate ? [] : (['edit'] as const))];
          if (ways.some((way) => given[way].every(endsInTime))) {
            await vi.waitFor(() => expect(messages.has(MESSAGE), 'the first message is told').toBe(true), 10_000);
          }
          if (delivery.kind === 'later') {
            expect(isEver('unknown', given), 'not given up').toBe(true);
            return;
          }
          expect(['shown', 'kept']).toContain(delivery.kind);
          if (fails) return;
          const withPicture = [...messages].filter(([, shown]) => hasPicture(shown)).map(([id]) => id);
          if (delivery.kind === 'shown') {
            expect(withPicture).toEqual([delivery.place.messageId]);
            if (isEver('buttons', given)) return;
            expect(messages.get(delivery.place.messageId)?.body.components, 'with buttons').not.toEqual([]);
            expect(delivery.buttons).toHaveLength(pictures.buttons.length);
          } else {
            expect(withPicture).toEqual([]);
            const first = messages.get(MESSAGE);
            if (first) expect(JSON.stringify(first.body)).toContain('/jobs');
          }
        } finally {
          await presenter.stop();
        }
      },
    ),
    { numRuns: 30 },
  );
});
