import { unsoldClasses } from '../domain/buttons/models.ts';
import { type Finding, finding } from '../domain/failures/finding.ts';
import type { AskedRelay } from './asked-relay.ts';

/** Below this share of a key's limit its credit is low. */
const LOW = 0.1;

/** What there is to know beyond whether a relay works: all of it asked for nothing, one beside the other. */
export async function relayDetails(relay: AskedRelay, signal: AbortSignal): Promise<readonly Finding[]> {
  const all = [reach, balance, models, statedName, lostMode].map((question) => question(relay, signal));
  return (await Promise.all(all)).flat();
}

type Question = (relay: AskedRelay, signal: AbortSignal) => Promise<readonly Finding[]>;

const reach: Question = async ({ of, examination }, signal) => {
  const found = await examination.reach(signal);
  return found === 'down' || found === 'upstreamDown' ? [finding('relayCutOff', of)] : [];
};

const balance: Question = async ({ of, examination }, signal) => {
  const found = await examination.setup.balance(signal);
  if (!found) return [];
  const { left, of: limit } = found;
  return [finding(left < LOW * limit ? 'relayBalanceLow' : 'relayBalance', { ...of, left, of: limit })];
};

const models: Question = async ({ of, examination }, signal) => {
  const listed = await examination.setup.models(signal);
  const classes = [...unsoldClasses(listed ?? [])];
  if (!listed || classes.length === 0) return [];
  const unsold = finding('relayUnsold', { ...of, classes });
  return listed.includes('mj_modal') ? [unsold] : [finding('relayNoModal', of), unsold];
};

const statedName: Question = async ({ of, origin, examination }, signal) => {
  const stated = await examination.setup.statedOrigin(signal);
  return stated === null || stated === origin ? [] : [finding('relayOtherName', { ...of, stated })];
};

/** Gateways of the new-api family drop the speed from addresses with `/mj-`; one-hub, known by its way of taking the key, keeps it. */
const lostMode: Question = async ({ of, base, auth, examination }, signal) => {
  const mode = /\/mj-([a-z]+)\/mj$/.exec(base)?.[1];
  if (mode === undefined || auth === 'mj-api-secret' || !(await examination.setup.isGateway(signal))) return [];
  return [finding('relayModeLost', { ...of, mode })];
};
