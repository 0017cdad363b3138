import { Counter, Histogram, type Registry } from 'prom-client';
import { values } from './labels.ts';

/** What is looked at of a request to Discord and of its answer. */
type Init = { readonly method?: string | undefined };
type Answer = { readonly status: number; readonly headers: { get(name: string): string | null } };

/** Measures requests to Discord. `answered` is told what became of the first answer to an interaction. */
export function createDiscordRequests(
  registry: Registry,
  answered: (interactionId: string, status: number | null) => void,
) {
  const seconds = new Histogram({
    name: 'darkroom_discord_request_duration_seconds',
    help: 'How long Discord takes to answer a request, without our own waits for its limits.',
    labelNames: ['kind', 'code'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const limited = new Counter({
    name: 'darkroom_discord_rate_limited_total',
    help: 'Requests that Discord has put off with a 429.',
    labelNames: ['scope'],
    registers: [registry],
  });
  for (const kind of values.discordCall) for (const code of values.discordCode) seconds.zero({ kind, code });
  for (const scope of values.limitScope) limited.inc({ scope }, 0);

  /** As the given function, and measures it. */
  return <I extends Init, A extends Answer>(request: (url: string, init: I) => Promise<A>) =>
    async (url: string, init: I): Promise<A> => {
      const { kind, interactionId } = callOf(new URL(url).pathname, init.method ?? 'GET');
      const since = performance.now();
      let answer: A | null = null;
      try {
        answer = await request(url, init);
        return answer;
      } finally {
        const status = answer?.status ?? null;
        seconds.observe({ kind, code: codeOf(status) }, (performance.now() - since) / 1000);
        if (status === 429) limited.inc({ scope: scopeOf(answer?.headers.get('x-ratelimit-scope') ?? null) });
        if (interactionId !== null) answered(interactionId, status);
      }
    };
}

type Call = { readonly kind: (typeof values.discordCall)[number]; readonly interactionId: string | null };

function callOf(path: string, method: string): Call {
  const [, interactionId] = /\/interactions\/(\d+)\/[^/]+\/callback$/.exec(path) ?? [];
  if (interactionId !== undefined) return { kind: 'answer', interactionId };
  if (/\/webhooks\/\d+\//.test(path)) return { kind: 'followup', interactionId: null };
  if (/\/channels\/\d+\/messages(?:\/|$)/.test(path) && method !== 'GET')
    return { kind: 'message', interactionId: null };
  return { kind: /\/applications\/\d+\/.*commands/.test(path) ? 'commands' : 'other', interactionId: null };
}

function codeOf(status: number | null): (typeof values.discordCode)[number] {
  if (status === null) return 'none';
  if (status === 429) return '429';
  if (status >= 500) return '5xx';
  return status >= 400 ? '4xx' : '2xx';
}

function scopeOf(told: string | null): (typeof values.limitScope)[number] {
  return values.limitScope.find((scope) => scope === told) ?? 'unsaid';
}
