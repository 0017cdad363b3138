import { billedFor } from '../../domain/job/cost.ts';
import { type Job, taskOf } from '../../domain/job/job.ts';
import type { Ancestor } from '../../domain/job/lineage.ts';
import { readPromptFlags, writeFlag } from '../../domain/prompt/flags/flags.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { gestureOf } from './body.ts';
import { escapePrompt, plain } from './escape.ts';
import { maskedLink, messageLink } from './link.ts';
import { palette } from './palette.ts';
import { type EphemeralReply, renderReply } from './reply.ts';
import { PROMPT_FILE } from './result.ts';

/** All that is known of a result. */
export type ResultFacts = {
  /** Null when only the relay knows it. */
  readonly job: Job | null;
  readonly prompt: string;
  readonly taskId: string | null;
  /** Null when the relay cannot tell; undefined while it is being asked. */
  readonly seed: string | null | undefined;
  /** The further jobs whose results the same message shows, where it shows several. */
  readonly others?: readonly Job[];
  /** The jobs this result was made from, nearest first. */
  readonly ancestors: readonly Ancestor[];
};

/** What the member is sent, and the whole prompt as a file when the embed shows only its beginning. */
export type RenderedInfo = { readonly reply: EphemeralReply; readonly promptFile: string | null };

const PROMPT_SHOWN = 3000;
/** How much of a prompt is looked through for flags; records of old may have prompts of any length. */
const PROMPT_READ = 20_000;
const FIELD = 1024;

/** Everything about a result, for one member. */
export function renderInfo(facts: ResultFacts, words: Catalogue): RenderedInfo {
  const { job, prompt, taskId, seed, ancestors, others = [] } = facts;
  const { lookup, result } = words;
  const { text, cut } = escapePrompt(prompt, PROMPT_SHOWN);
  const hint = result.promptInFile(PROMPT_FILE);
  const field = (name: string, value: string, inline: boolean) =>
    value === '' ? [] : [{ name, value: value.slice(0, FIELD), inline }];
  const embed = {
    title: plain(job ? nameOf(job, others, words) : words.gestures.show, 256),
    description: [text || result.noPrompt, ...(cut ? [hint] : [])].join('\n\n'),
    color: palette.done,
    fields: [
      ...field(lookup.parameters, parametersOf(prompt) || lookup.noParameters, false),
      ...(taskId === null ? [] : field(lookup.seed, seedText(seed, words), true)),
      ...(job ? field(lookup.cost, costText([job, ...others], ancestors, words), true) : []),
      ...(job ? field(lookup.times, times([job, ...others], words), false) : []),
      ...(job && others.length > 0 ? field(lookup.tasks, tasksOf([job, ...others], words), false) : []),
      ...(job && ancestors.length > 0
        ? field(lookup.family, tree(nameOf(job, others, words), ancestors, words), false)
        : []),
    ],
    ...(taskId === null ? {} : { footer: { text: plain(result.task(taskId), 300) } }),
  };
  const attachments = cut ? [{ id: '0', filename: PROMPT_FILE, description: hint }] : [];
  return { reply: renderReply('', { embeds: [embed], components: [], attachments }), promptFile: cut ? prompt : null };
}

/** What was done: one gesture, also where it made several pictures in one message. */
function nameOf(job: Job, others: readonly Job[], words: Catalogue): string {
  return others.length > 0 ? words.grouped.upscaleAll : gestureOf(job, words);
}

/** The task number of each of several results. */
function tasksOf(jobs: readonly Job[], words: Catalogue): string {
  const lines = jobs.flatMap((job) => {
    const taskId = taskOf(job);
    return taskId === null ? [] : [`**${escapePrompt(gestureOf(job, words), 60).text}** \`${plain(taskId, 150)}\``];
  });
  return fitting(lines, '\n');
}

function parametersOf(prompt: string): string {
  const { flags } = readPromptFlags(prompt.slice(0, PROMPT_READ));
  const written = flags.map((flag) => `\`${plain(writeFlag(flag), 200).replaceAll('`', "'")}\``);
  return fitting(written, ' ');
}

/** Joins as many parts as a field holds. */
function fitting(parts: readonly string[], separator: string): string {
  let text = '';
  for (const part of parts) {
    const longer = text === '' ? part : `${text}${separator}${part}`;
    if (longer.length > FIELD) return text;
    text = longer;
  }
  return text;
}

function seedText(seed: string | null | undefined, { lookup }: Catalogue): string {
  if (seed === undefined) return lookup.seedAsking;
  return seed === null ? lookup.seedUnknown : `\`${plain(seed, 60).replaceAll('`', '')}\``;
}

function costText(jobs: readonly Job[], ancestors: readonly Ancestor[], { lookup }: Catalogue): string {
  const own = jobs.reduce((sum, job) => sum + (billedFor(job) ?? 0), 0);
  const costs = lookup.costs(
    own,
    ancestors.reduce((sum, { job: earlier }) => sum + ((earlier && billedFor(earlier)) ?? 0), own),
  );
  return own > jobs.length ? `${costs} (${lookup.remixCost})` : costs;
}

/** When they were asked for, and when the last of them had ended. */
function times(jobs: readonly Job[], words: Catalogue): string {
  const at = (ms: number) => `<t:${Math.floor(ms / 1000)}:f>`;
  const began = Math.min(...jobs.map(({ createdAt }) => createdAt));
  const asked = words.lookup.asked(at(began));
  const ends = jobs.flatMap((job) => (job.step === 'settled' ? [job.at] : []));
  if (ends.length < jobs.length) return asked;
  const ended = Math.max(...ends);
  return `${asked}\n${words.lookup.finished(at(ended), words.duration(ended - began))}`;
}

/** The ancestors from the oldest on, each a link, and at the end what was made of them. */
function tree(made: string, ancestors: readonly Ancestor[], words: Catalogue): string {
  const name = (one: Job | null) => escapePrompt(one ? gestureOf(one, words) : words.lookup.original, 60).text;
  const links = ancestors.map(({ job: earlier, place }) => maskedLink(name(earlier), messageLink(place)));
  let text = `**${escapePrompt(made, 60).text}**`;
  // Built from the end, so that the nearest ones are there when there is no room for all.
  for (const link of links) {
    const longer = `${link} → ${text}`;
    if (longer.length > FIELD) return text;
    text = longer;
  }
  return text;
}
