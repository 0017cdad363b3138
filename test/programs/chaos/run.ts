import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAttaching, type Job } from '../../../src/domain/job/job.ts';
import type { Log } from '../../../src/domain/ports/log.ts';
import { openStore } from '../../../src/store/store.ts';
import { labelsOf, textOf } from '../../app/message-reading.ts';
import { createDiscord } from '../../emulator/discord/server.ts';
import type { Message } from '../../emulator/discord/types.ts';
import { freePort } from '../../emulator/free-port.ts';
import type { Exchange } from '../../emulator/relay/options.ts';
import { createRelay } from '../../emulator/relay/server.ts';
import { createSupervisor } from './bot-supervisor.ts';
import { createDisasters, type Disaster } from './disasters.ts';
import { injectDiscordFaults } from './discord-faults.ts';
import { dossierOf, type GatewayEvent } from './dossier.ts';
import { endingOf, isOpen, TRY_AGAIN_COSTS } from './endings.ts';
import { type Evidence, isQuestion, type Listing, listingOf } from './evidence.ts';
import { createMembers } from './members.ts';
import { askerOf, observeMessages } from './observed-messages.ts';
import type { ChaosOptions } from './options.ts';
import { audit } from './oracle.ts';
import { createDice } from './random.ts';
import { injectRelayFaults } from './relay-faults.ts';
import { every } from './repeated.ts';
import { type Stall, watchStalls } from './stalls.ts';

/** The longest outage of a long run, in ms. */
const GONE = 60_000;

const silent = () => undefined;
const quiet: Log = { debug: silent, info: silent, warn: silent, error: silent };

export type Report = {
  readonly profile: string;
  /** Every contradiction in the evidence; empty for a run that passes. */
  readonly wrongs: readonly string[];
  readonly gestures: number;
  readonly submissions: number;
  readonly faultySubmissions: number;
  readonly tasks: number;
  readonly runs: number;
  readonly late: number;
  /** What happened once. */
  readonly disasters: string;
  /** 429 that Discord's own limits caused, by route. */
  readonly limited: string;
  readonly ms: number;
  /** How long it took to come to rest at the end. */
  readonly restMs: number;
  /** What the bots logged. */
  readonly log: readonly string[];
  /** What is known of whatever the contradictions name; empty without any. */
  readonly dossier: string;
};

/** A message of several jobs has no button to try one of them again, so what went unanswered there stays so. */
const isUnpressable = (message: Message) =>
  endingOf(message).kind === 'unknown' && !labelsOf(message).includes(TRY_AGAIN_COSTS);

/** Lets members, faults and deaths loose on a bot, waits until everything has come to rest and judges the evidence. */
export async function runChaos(options: ChaosOptions, onLine?: (line: string) => void): Promise<Report> {
  const { jobs, seed, kills, faultRate, repeats, restMs } = options;
  const dice = createDice(seed);
  const profile = options.profile ?? dice.pick(['gateway', 'raw'] as const);
  const callbacks = dice.chance(0.6);
  const remix = dice.chance(0.3);
  const startedAt = Date.now();

  const exchanges: Exchange[] = [];
  const listings: Listing[] = [];
  const stalls: Stall[] = [];
  const watch = watchStalls((stall) => void stalls.push(stall), { exceptOwnWork: false });
  const observed = observeMessages();
  const gateway: GatewayEvent[] = [];
  const onGateway = (what: string) => void gateway.push({ at: Date.now(), what });
  const discord = await createDiscord({
    // Processes die more often here than in 5 s.
    identifyWindowMs: 500,
    onEvent(event) {
      observed.onEvent(event);
      if (event.kind === 'gateway') onGateway(event.what);
    },
  });
  const relay = await createRelay({
    profile,
    callbacks,
    remix,
    pictureSize: 64,
    taskMs: dice.between(80, 500),
    lagMs: profile === 'gateway' ? dice.pick([0, 0, 200]) : 0,
    concurrency: 18,
    queueSize: 4,
    onExchange: (exchange) => {
      if (exchange.path.includes('/submit/') && !isQuestion(exchange.asked)) exchanges.push(exchange);
      const listing = listingOf(exchange);
      if (listing) listings.push(listing);
    },
  });
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-chaos-'));
  const port = await freePort();
  const url = `sqlite:${join(folder, 'store.sqlite')}`;
  const supervisor = createSupervisor({
    processes: options.processes,
    onLine: onLine ?? silent,
    envOf: (name) => ({
      DISCORD_TOKEN: discord.botToken,
      RELAY_API_KEY: relay.key,
      DISCORD_API_URL: discord.apiUrlOf(name),
      RELAY_URL: relay.url,
      STORE_URL: url,
      POLL_SECONDS: '0.25',
      PROGRESS_SECONDS: '1',
      STOP_SECONDS: '3',
      RELAY_CONCURRENCY: '24',
      MEMBER_MAX_WAITING: '8',
      LOG_LEVEL: 'info',
      PORT: String(port),
      RELAY_AUTH: profile === 'original' ? 'mj-api-secret' : 'bearer',
      ...(callbacks && { PUBLIC_URL: `http://127.0.0.1:${port}` }),
    }),
  });

  async function openJobs(): Promise<Job[]> {
    const store = await openStore({ url, log: quiet });
    try {
      const rows = await Array.fromAsync(store.jobs.open());
      return rows.flatMap((row) => ('step' in row ? [row] : []));
    } finally {
      await store.close();
    }
  }

  try {
    const hiddenChannel = discord.addChannel({ name: 'hidden' });
    const doomedChannel = discord.addChannel({ name: 'doomed' });
    const channels = [discord.channel(), discord.addChannel({ name: 'studio' }), hiddenChannel, doomedChannel];
    await supervisor.start();
    await discord.ready();
    const members = createMembers({
      discord,
      observed,
      dice: dice.fork('members'),
      count: options.members,
      repeats,
      channels,
      listable: profile !== 'gateway',
      tasks: () => [...relay.tasks.keys()],
    });
    const relayFaults = injectRelayFaults(relay, dice.fork('relay'), faultRate);
    const discordFaults = injectDiscordFaults({
      discord,
      hiddenChannel,
      faultRate,
      dice: dice.fork('discord'),
      onGateway,
      results: () => members.results,
    });
    const disasters: readonly Disaster[] = [
      async () => {
        await relayFaults.goDown(GONE);
        return `the relay was gone for ${GONE / 1_000} s`;
      },
      async () => {
        const messages = discord.messages(doomedChannel);
        channels.splice(channels.indexOf(doomedChannel), 1);
        discord.removeChannel(doomedChannel);
        return `#${doomedChannel.name} was deleted with ${messages.filter(isOpen).length} of ${messages.length} messages open`;
      },
    ];
    const oneTimeEvents = createDisasters(
      dice.fork('disasters'),
      () => members.asked / jobs,
      options.disasters ? disasters : [],
    );
    const killDice = dice.fork('kills');
    let killed = 0;
    const killer = every(
      () => killDice.between(20, 400),
      async () => {
        if (killed >= kills || members.asked < ((killed + killDice.roll()) * jobs) / kills) return;
        killed += 1;
        if (killDice.chance(0.25)) return supervisor.handOver();
        await supervisor.kill();
        await supervisor.start();
      },
    );
    await members.live(jobs);
    await Promise.all([killer.stop(), oneTimeEvents.stop()]);
    await Promise.all([relayFaults.clear(), discordFaults.clear()]);

    const calmAt = Date.now();
    const patience = calmAt + restMs;
    let open = await openJobs();
    let unrest: string[] = [];
    while (Date.now() < patience) {
      const busy = await members.tidy();
      open = await openJobs();
      const visible = observed
        .all()
        .filter((message) => !message.deleted && isOpen(message) && !isUnpressable(message));
      const hidden = open.filter((job) => job.step !== 'unknown' && job.step !== 'window' && !isAttaching(job));
      unrest = [
        ...visible.map((message) => `${askerOf(message)} goes on: ${textOf(message)}`),
        ...hidden.map(({ id, step }) => `${id} goes on: ${step}`),
      ];
      if (!busy && unrest.length === 0) break;
      await delay(200);
    }

    const rested = Date.now() - calmAt;
    const store = await openStore({ url, log: quiet });
    const posts = relay.submissions.map((entry, n) => ({ entry, fault: relayFaults.faultsMet[n] ?? null }));
    const submitted = posts.filter(({ entry }) => !isQuestion(entry.body));
    const evidence: Evidence = {
      relay: {
        profile,
        tasks: relay.tasks,
        requests: relay.requests,
        submissions: submitted.map(({ entry }) => entry),
      },
      exchanges,
      discord,
      observed,
      open,
      gestures: members.gestures,
      faultsMet: submitted.map(({ fault }) => fault),
      outages: relayFaults.outages,
      spoiltPictures: relayFaults.spoiltPictures,
      listable: profile !== 'gateway',
      listings,
      stalls,
      endedAt: Date.now(),
      runs: supervisor.runs,
      log: supervisor.log(),
      record: (messageId) => store.messages.get(messageId),
      job: (id) => store.jobs.get(id),
    };
    const { wrongs, dossier } = await judged(evidence, unrest, gateway).finally(store.close);
    return {
      profile: `${profile}${callbacks ? ' with callbacks' : ''}${remix ? ', remix' : ''}`,
      wrongs,
      gestures: members.gestures.length,
      submissions: relay.submissions.length,
      faultySubmissions: relayFaults.faultsMet.filter((fault) => fault !== null).length,
      tasks: relay.tasks.size,
      runs: supervisor.runs.length,
      late: discord.violations.filter((one) => one.startsWith('late:')).length,
      disasters: oneTimeEvents.happened.join('; '),
      limited: [...Map.groupBy(discord.rateLimited, ({ method, route, key }) => `${method} ${route} (${key})`)]
        .map(([what, all]) => `${all.length} x ${what}`)
        .join('; '),
      ms: Date.now() - startedAt,
      restMs: rested,
      log: supervisor.log(),
      dossier,
    };
  } finally {
    watch.stop();
    await supervisor.end();
    await Promise.all([discord.close(), relay.close()]);
    await rm(folder, { recursive: true, force: true });
  }
}

async function judged(evidence: Evidence, unrest: readonly string[], gateway: readonly GatewayEvent[]) {
  const wrongs = [...unrest, ...(await audit(evidence))];
  return { wrongs, dossier: await dossierOf(evidence, wrongs, gateway) };
}
