import { snowflakeTime } from '../../../src/domain/job/snowflake.ts';
import { textOf } from '../../app/message-reading.ts';
import type { Message } from '../../emulator/discord/types.ts';
import type { Span } from './bot-run.ts';
import type { Evidence } from './evidence.ts';
import { askerOf } from './observed-messages.ts';

/** How long before and after a gesture what happened to the gateway is told, in ms. */
const AROUND = 10_000;

/** Something that happened to the bot's gateway connection: what Discord saw, or a fault that was injected. At Unix ms. */
export type GatewayEvent = { readonly at: number; readonly what: string };

const timeOf = (at: number) => new Date(at).toISOString().slice(11, 23);

/**
 * All that is known of the gestures and messages that contradictions name: what was read there and when, what the store
 * has of their jobs, and what happened to the gateway around them. For people who look for the cause.
 */
export async function dossierOf(
  evidence: Evidence,
  wrongs: readonly string[],
  gateway: readonly GatewayEvent[],
): Promise<string> {
  const ids = new Set(wrongs.flatMap((wrong) => wrong.match(/\b\d{17,20}\b/g) ?? []));
  const parts = await Promise.all([...ids].map((id) => partOf(evidence, id, gateway)));
  const lives = [...lifeEvents(evidence.runs), ...spanEvents('the store is away', evidence.storeOutages)]
    .toSorted((one, other) => one.at - other.at)
    .map((event) => `${timeOf(event.at)} ${event.what}`);
  return [...parts, ['# the processes', ...lives].join('\n')].join('\n\n');
}

async function partOf(evidence: Evidence, id: string, gateway: readonly GatewayEvent[]): Promise<string> {
  const { observed } = evidence;
  const at = snowflakeTime(id);
  const isNear = (other: number | null) => other !== null && Math.abs(other - at) < AROUND;
  const gesture = evidence.gestures.find(({ handle }) => handle.id === id);
  const messages = observed.all().filter((message) => message.id === id || askerOf(message) === id);
  const around = [
    ...gateway.filter((event) => isNear(event.at)),
    ...[...lifeEvents(evidence.runs), ...spanEvents('the store is away', evidence.storeOutages)].filter((event) =>
      isNear(event.at),
    ),
  ].toSorted((one, other) => one.at - other.at);
  const told = gesture?.handle.interaction;
  return [
    `# ${id} at ${timeOf(at)}: ${gesture?.what ?? 'no gesture'}`,
    told ? `delivered ${told.deliveries.map(({ by, at }) => `${by} ${timeOf(at)}`).join(', ') || 'never'}` : '',
    told ? `answered ${JSON.stringify(told.acknowledged)}, others refused ${JSON.stringify(told.refused)}` : '',
    ...around.map((event) => `${timeOf(event.at)} ${event.what}`),
    ...messages.map(storyOf),
    ...(await Promise.all(messages.map((message) => jobsBehind(evidence, message)))),
  ].join('\n');
}

function lifeEvents(runs: Evidence['runs']): GatewayEvent[] {
  return runs.flatMap(({ name, startedAt, readyAt, endedAt, terms, frozen }) => [
    { at: startedAt, what: `a process ${name} starts` },
    ...(readyAt === null ? [] : [{ at: readyAt, what: `the process ${name} is ready` }]),
    ...(endedAt === null ? [] : [{ at: endedAt, what: `a process ${name} has ended` }]),
    ...spanEvents(`the process ${name} leads`, terms),
    ...spanEvents(`the process ${name} is frozen`, frozen),
  ]);
}

function spanEvents(what: string, spans: readonly Span[]): GatewayEvent[] {
  return spans.flatMap(({ from, to }) => [
    { at: from, what },
    ...(Number.isFinite(to) ? [{ at: to, what: `${what} no longer` }] : []),
  ]);
}

/** What a message said after each edit. */
function storyOf({ id, createdAt, ephemeral, deleted, history }: Message): string {
  const edits = history.map((edit) => `${timeOf(edit.at)} ${edit.by}: ${textOf(edit)}`);
  return [
    `## message ${id} of ${timeOf(createdAt)}${ephemeral ? ', for one member' : ''}${deleted ? ', deleted' : ''}`,
    ...edits,
  ].join('\n');
}

async function jobsBehind({ record, job }: Evidence, { id }: Message): Promise<string> {
  const known = await record(id);
  const named = known && (await job(known.jobId));
  if (!known || !named) return `message ${id} has no job`;
  const others = await Promise.all(named.group.filter((other) => other !== named.id).map(job));
  return [known, named, ...others].map((one) => JSON.stringify(one)).join('\n');
}
