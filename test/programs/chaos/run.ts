import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { FALLBACK_AFTER } from '../../../src/discord/rest/deadlines.ts';
import type { Job } from '../../../src/domain/job/job.ts';
import type { Log } from '../../../src/domain/ports/log.ts';
import { healAccount } from '../../../src/jobs/charges.ts';
import { openStore } from '../../../src/store/store.ts';
import { openSharedStore } from '../../cluster/shared-store.ts';
import { createDiscord } from '../../emulator/discord/server.ts';
import { freePort } from '../../emulator/free-port.ts';
import type { Exchange } from '../../emulator/relay/options.ts';
import { createRelay } from '../../emulator/relay/server.ts';
import { botEnvironment } from './bot-environment.ts';
import type { ProcessRun, Span } from './bot-run.ts';
import { createSupervisor } from './bot-supervisor.ts';
import { createDisasters, type Disaster } from './disasters.ts';
import { injectDiscordFaults } from './discord-faults.ts';
import { dossierOf, type GatewayEvent } from './dossier.ts';
import { isOpen } from './endings.ts';
import { type Evidence, isQuestion, type Listing, listingOf } from './evidence.ts';
import { createMembers } from './members.ts';
import { createMishaps } from './mishaps.ts';
import { observeMessages } from './observed-messages.ts';
import type { ChaosOptions } from './options.ts';
import { audit } from './oracle.ts';
import { createDice } from './random.ts';
import { injectRelayFaults } from './relay-faults.ts';
import { BACKUP_KEY } from './relay-keys.ts';
import { reigns } from './search.ts';
import { type Stall, watchStalls } from './stalls.ts';
import { createUnrest } from './unrest.ts';

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
  /** What happened to processes, and how often; and how many gestures were answered by one that had to take over. */
  readonly mishaps: string;
  readonly fallbacks: number;
  /** The longest time without a process that leads, in ms; 0 for a single process. */
  readonly leaderless: number;
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

/** Lets members, faults and deaths loose on a bot, waits until everything has come to rest and judges the evidence. */
export async function runChaos(options: ChaosOptions, onLine?: (line: string) => void): Promise<Report> {
  const { jobs, seed, kills, faultRate, repeats, restMs, processes, relays } = options;
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
    otherKeys: relays > 1 ? [BACKUP_KEY] : [],
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
  const isBackups = (id: string) =>
    relay.submissions.some(({ taskId, headers }) => taskId === id && headers.authorization === `Bearer ${BACKUP_KEY}`);
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-chaos-'));
  const port = await freePort();
  await using opened = new AsyncDisposableStack();
  const { url, server } = await openSharedStore(
    options.store,
    `sqlite:${join(folder, 'store.sqlite')}`,
    (end) => void opened.defer(async () => end()),
  );
  const supervisor = createSupervisor({
    processes,
    envOf: botEnvironment({ discord, relay, storeUrl: url, port, profile, callbacks, relays }),
    onLine,
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
      // A bare number is asked of the first relay first.
      tasks: () => [...relay.tasks.keys()].filter((id) => !isBackups(id)),
    });
    const relayFaults = injectRelayFaults(relay, dice.fork('relay'), faultRate);
    const discordFaults = injectDiscordFaults({
      discord,
      hiddenChannel,
      several: processes > 1,
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
    const mishaps = createMishaps({
      supervisor,
      processes,
      server,
      dice: dice.fork('kills'),
      kills,
      progress: () => members.asked / jobs,
    });
    await members.live(jobs);
    await Promise.all([mishaps.stop(), oneTimeEvents.stop()]);
    await Promise.all([relayFaults.clear(), discordFaults.clear()]);

    const calmAt = Date.now();
    const patience = calmAt + restMs;
    const unrest = createUnrest(observed);
    let open = await openJobs();
    let unsettled: readonly string[] = [];
    while (Date.now() < patience) {
      const busy = await members.tidy();
      open = await openJobs();
      unsettled = unrest(open);
      if (!busy && unsettled.length === 0) break;
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
      relays,
      processes,
      runs: supervisor.runs,
      storeOutages: [...mishaps.storeOutages, ...lockedSpans(supervisor.runs)],
      log: supervisor.log(),
      record: (messageId) => store.messages.get(messageId),
      job: (id) => store.jobs.get(id),
      account: (name, month) => healAccount(store.accounts, [name, month], store.jobs.get),
    };
    const { wrongs, dossier } = await judged(evidence, unsettled, gateway).finally(store.close);
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
      mishaps: [...mishaps.counts].map(([what, times]) => `${times} x ${what}`).join(', '),
      fallbacks: members.gestures.filter(({ handle }) => (handle.interaction.acknowledged?.ms ?? 0) > FALLBACK_AFTER)
        .length,
      leaderless: longestGap(evidence),
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

/** How long nobody has led between two that did, at most, in ms. */
function longestGap(evidence: Evidence): number {
  if (evidence.processes === 1) return 0;
  const terms = reigns(evidence).toSorted((one, other) => one.from - other.from);
  let until = terms[0]?.from ?? 0;
  let longest = 0;
  for (const { from, to } of terms) {
    longest = Math.max(longest, from - until);
    until = Math.max(until, to);
  }
  return longest;
}

/** When a process was frozen while it wrote: it holds the lock of a file then, and the others are told so. */
function lockedSpans(runs: readonly ProcessRun[]): readonly Span[] {
  const locked = runs.flatMap(({ faults }) => faults.filter(({ line }) => line.includes('database is locked')));
  const frozen = runs.flatMap((run) => run.frozen);
  return frozen.filter(({ from, to }) => locked.some(({ at }) => at >= from && at <= to + LOCK_WAIT));
}

/** How long after that somebody who waited may still say so, in ms. */
const LOCK_WAIT = 2_000;
