import { Agent } from 'undici';
import { onTestFinished } from 'vitest';
import { createFetcher, type FetcherOptions } from '../../src/pictures/fetcher.ts';

const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };

/** A fetcher for one test, and how many hosts it has connections to. */
export function createWatchedFetcher(options: Partial<FetcherOptions> = {}) {
  const agents: Agent[] = [];
  const dispatcher = (given: Agent.Options) => {
    const agent = new Agent(given);
    agents.push(agent);
    return agent;
  };
  const fetcher = createFetcher({ trustedOrigins: [], dispatcher, proxyFor: () => null, log, ...options });
  onTestFinished(() => fetcher.close());
  return { ...fetcher, hosts: () => agents.flatMap(({ stats }) => Object.keys(stats)).length };
}
