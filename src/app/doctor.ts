import type { Config } from '../config.ts';
import { createOwnFacts } from '../discord/rest/own-facts.ts';
import type { Check } from '../doctor/check.ts';
import { openRemoteChecks } from '../doctor/checks.ts';
import { isDoubledIn } from '../doctor/commands.ts';
import { examine } from '../doctor/examine.ts';
import { storeFindings } from '../doctor/store.ts';
import { type Finding, finding } from '../domain/failures/finding.ts';
import type { CheckId } from '../domain/failures/finding-facts.ts';
import type { Alert, AlertKind } from '../domain/ports/alerts.ts';
import type { Doctor } from '../domain/ports/doctor.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Parts } from './parts.ts';

export type DoctorParts = {
  readonly alerts: Pick<Parts['alerts'], 'raised'>;
  readonly engine: Pick<Parts['engine'], 'isTroubled' | 'holdsMembers'>;
  readonly halt: Pick<AbortController, 'signal'>;
  readonly restClients: Pick<Parts['restClients'], 'bot'>;
};

/** Looks at a bot that is running. `folder` is the one with the handlers, as an absolute path. */
export function createDoctor(
  config: Config,
  log: Pick<Log, 'error'>,
  { alerts, engine, halt, restClients }: DoctorParts,
  folder: string,
): Doctor {
  const facts = createOwnFacts(restClients.bot);
  const listed = config.relays.filter(({ isListed }) => isListed).map(({ name }) => name);

  async function run(checks: readonly Check[]): Promise<readonly Finding[]> {
    const examined = await examine(checks, {
      signal: halt.signal,
      onFault: (reference: string, check: CheckId, error: unknown) =>
        log.error({ reference, check, error }, 'a check of the doctor failed'),
    });
    return examined.flatMap((one) => one.findings);
  }

  return {
    server: (guildId) =>
      run([
        {
          id: 'relay',
          needs: [],
          run: async () => [finding(workOf(alerts.raised(), listed, engine), {})],
        },
        {
          id: 'commands',
          needs: [],
          run: async (signal) => ((await isDoubledIn(facts, guildId, signal)) ? [finding('hereDoubled', {})] : []),
        },
      ]),

    async everything() {
      const raised = alerts.raised().map((alert) => finding('alertRaised', { alert }));
      const store: Check = { id: 'store', needs: [], run: (signal) => storeFindings(config.storeUrl, signal) };
      const { checks, close } = openRemoteChecks(config, folder, true);
      try {
        return [...raised, ...(await run([...checks, store]))];
      } finally {
        await close();
      }
    },
  };
}

/** While one of these is raised, everything that would be charged is refused. */
const stopping: ReadonlySet<AlertKind> = new Set(['keyRefused', 'creditUsedUp', 'relayRefuses', 'storeDown']);

/** Whether new jobs are made: of several relays one is enough. */
function workOf(
  raised: readonly Alert[],
  relays: readonly string[],
  engine: DoctorParts['engine'],
): 'hereReady' | 'hereTrouble' | 'hereStopped' {
  const grave = raised.filter(({ kind }) => stopping.has(kind));
  const stopped = new Set(grave.map(({ relay }) => relay));
  if (stopped.has(undefined) || relays.every((name) => stopped.has(name))) return 'hereStopped';
  return engine.isTroubled() || engine.holdsMembers() ? 'hereTrouble' : 'hereReady';
}
