import type { Config } from '../config.ts';
import { type Client, createClient } from '../discord/gateway/client.ts';
import { kindOf } from '../discord/gateway/interaction-kind.ts';
import { idsByEveryName } from '../discord/gateway/register-commands.ts';
import { createThreadParents } from '../discord/gateway/thread-parents.ts';
import { createBatchCreator } from '../discord/jobs/create-batch.ts';
import { createJobCreator } from '../discord/jobs/create-job.ts';
import { createLivingPictures } from '../discord/jobs/living-pictures.ts';
import { createOnboarding } from '../discord/jobs/onboarding.ts';
import { createRepost } from '../discord/jobs/repost.ts';
import { createCommandPermissions } from '../discord/rest/command-permissions.ts';
import { createAnswerClaims } from '../discord/router/answer-claims.ts';
import { loadHandlers } from '../discord/router/load-handlers.ts';
import { createRouter } from '../discord/router/router.ts';
import type { SetupError } from '../domain/failures/errors.ts';
import { payerOfRelay, relayOfTask } from '../domain/job/task-key.ts';
import type { Log } from '../domain/ports/log.ts';
import { closeSoon } from './close-soon.ts';
import { createGatewayWatch } from './gateway-watch.ts';
import type { Instruments } from './instruments.ts';
import { startInterval } from './interval.ts';
import { type Connected, logIn } from './login.ts';
import type { Parts } from './parts.ts';
import { keepRegistered } from './registration.ts';
import type { KeyService } from './server-keys.ts';
import { createServices } from './services.ts';

export type ConnectOptions = {
  readonly config: Config;
  readonly log: Log;
  /** The folder with the handlers, as an absolute path. */
  readonly commands: string;
  /** Called when Darkroom cannot go on the way it is set up. */
  readonly onFatal: (error: SetupError) => void;
  /** The keys that servers bring, where they may. */
  readonly serverKeys?: KeyService | undefined;
};

/** Connects to Discord. From here on interactions arrive. */
export async function connect(
  { config, log, commands, onFatal, serverKeys }: ConnectOptions,
  parts: Parts,
  opened: AsyncDisposableStack,
  instruments: Pick<Instruments, 'heard'>,
  signal: AbortSignal,
) {
  const { alerts, clock, engine, halt, health, leading, media, operator, presenter, processes, restClients, store } =
    parts;
  const { members } = store;
  const handlers = await loadHandlers(commands, config.operators.size > 0);
  const services = createServices(config, log, parts, commands, serverKeys);
  const onboard = createOnboarding({ members, log });
  const repost = createRepost({ engine, presenter, store, clock });
  const fetchTask = (key: string) => services.tasksSeenFrom(payerOfRelay(relayOfTask(key))).fetchTask(key);
  const livingPictures = createLivingPictures({ media, fetchTask, presenter, store, clock, stop: halt.signal });
  const permissions = createCommandPermissions(restClients.bot, clock, log, halt.signal);
  const threadParents = createThreadParents();
  const answerClaims = createAnswerClaims({ interactions: store.interactions, log, stop: halt.signal });
  let commandIds: ReadonlyMap<string, string> = new Map();
  const route = createRouter({
    handlers,
    services,
    createJob: createJobCreator({ engine, members, texts: store.texts, presenter, livingPictures, repost, onboard }),
    createBatch: createBatchCreator({ engine, members, onboard, log }),
    restClients,
    access: {
      access: { guilds: config.allowedGuilds, users: config.allowedUsers.union(config.operators) },
      operators: config.operators,
      policies: store.policies,
      keys: store.keys,
      newServers: config.newServers,
      timeZone: config.timeZone,
      speed: config.relays[0]?.mode ?? null,
    },
    permission: {
      permissions,
      commandId: (name) => commandIds.get(name) ?? null,
      parentOf: threadParents.of,
      operators: config.operators,
    },
    answerClaims,
    log,
    stop: halt.signal,
  });
  const api = new URL(config.discordApiUrl);
  const proxy = parts.proxy.proxyFor(api) === null ? null : parts.proxy.host;
  const watch = createGatewayWatch({ alerts, clock, health, log, proxy });
  const watching = startInterval(1, async () => watch.tick(), log);
  opened.defer(watching.stop);
  /** Interactions that are being answered, or may have to be. */
  const routing = new Set<Promise<void>>();
  let latest: Client | null = null;
  opened.defer(closeSoon('the gateway', async () => latest?.stop()));
  const stopping = AbortSignal.any([signal, halt.signal]);

  async function attempt(): Promise<Connected> {
    const client = createClient({
      apiUrl: config.discordApiUrl,
      makeRequest: restClients.makeRequest,
      reservations: {
        async take(key, ms) {
          const isOurs = await store.reservations.take(key, ms, processes.isGone);
          if (!isOurs) watch.queued();
          return isOurs;
        },
      },
      log,
      onInteraction(interaction) {
        instruments.heard(kindOf(interaction), interaction.id);
        clock.heard('interaction', interaction.createdTimestamp);
        operator.heard(interaction);
        const routed = route(interaction).finally(() => routing.delete(routed));
        routing.add(routed);
      },
      onPayload: threadParents.heard,
      onPermissions: permissions.forget,
      onDate: (time) => clock.heard('answer', time),
      onGateway: watch.report,
      onTrouble: watch.heard,
      onRefused: onFatal,
    });
    latest = client;
    watch.expect(true);
    try {
      return { client, applicationId: await client.login(config.discordToken) };
    } catch (error) {
      watch.expect(false);
      await client.stop();
      throw error;
    }
  }

  const { client, applicationId } = await logIn({
    rest: restClients.bot,
    host: api.host,
    proxy,
    attempt,
    alerts,
    clock,
    signal: stopping,
  });
  await keepRegistered({
    rest: restClients.bot,
    applicationId,
    commands: handlers.data,
    // Of two versions at once, the newer one's commands are those that stay.
    mayWrite: () => leading.isLeading() && !processes.isOutdated(),
    onRegistered(ids) {
      commandIds = ids;
      restClients.links.learn(idsByEveryName(ids));
    },
    log,
    signal: stopping,
  });
  signal.throwIfAborted();
  return {
    client,
    /** From now on other processes answer, and this one only what none of them does. */
    retire: answerClaims.retire,
    /** Resolves when all that has come until now is answered. */
    async answered(): Promise<void> {
      await Promise.all(routing);
    },
  };
}

/** The way to Discord, while it is open. */
export type Connection = Awaited<ReturnType<typeof connect>>;
