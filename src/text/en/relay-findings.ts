import type { FindingWords } from '../../domain/failures/finding.ts';
import type { Dialect } from '../../domain/failures/finding-facts.ts';

const dialects: Readonly<Record<Dialect, string>> = {
  'midjourney-proxy': ', a midjourney-proxy',
  trueai: ', a midjourney-proxy of the trueai kind',
  'new-api': ', a gateway of the new-api kind: progress is seen every 15 seconds',
  other: '',
};

/** What is found at a relay that can be reached. */
export const relayFindings = {
  relayWorks: ({ relay, ms, dialect }) => ({
    says: `The relay ${relay} takes the key and answers in ${ms} ms${dialects[dialect]}.`,
  }),
  relayRedirects: ({ relay, isPlain, settings }) => ({
    says: `The relay ${relay} sends requests on to another address, where the key must not follow.`,
    fix: isPlain ? `write https:// in ${settings}URL.` : `put the address that it leads to into ${settings}URL.`,
  }),
  relayPage: ({ relay, settings }) => ({
    says: `A web page answers at ${relay}, not a relay.`,
    fix: `put the address of the API into ${settings}URL: often its name begins with “api.”.`,
  }),
  relayMisplaced({ base, answersAt, isModeless, settings }) {
    const says = `No relay answers at ${base}.`;
    if (answersAt === null) return { says, fix: `check the path of ${settings}URL.` };
    return {
      says,
      fix: isModeless
        ? `remove ${settings}MODE: this relay has no speeds in its address.`
        : `set ${settings}URL to ${answersAt}`,
    };
  },
  relayFailing: ({ relay, status }) => ({
    says: `The relay ${relay} is in trouble: it answers ${status}.`,
    fix: 'wait, or ask the people who run it.',
  }),
  relayKeyRefused: ({ relay, auth, settings }) => ({
    says: `The relay ${relay} refuses ${settings}API_KEY.`,
    fix: auth === null ? 'copy the key again from where your relay lists its keys.' : `set ${settings}AUTH=${auth}`,
  }),
  relayKeyUsedUp: ({ relay, settings }) => ({
    says: `${settings}API_KEY has no credit left at ${relay}.`,
    fix: 'top it up there. No restart is needed.',
  }),
  relayKeyBlind: ({ relay, settings }) => ({
    says: `${settings}API_KEY may submit to ${relay}, but not read its tasks: pictures would be paid for and never arrive.`,
    fix: 'remove the model limits of the key there.',
  }),
  relayCutOff: ({ relay }) => ({
    says: `The relay ${relay} answers, but does not reach the server behind it: jobs would wait.`,
    fix: 'wait, or ask the people who run it.',
  }),
  relayBalance: ({ relay, left, of, settings }) => ({
    says: `${settings}API_KEY may still spend ${left.toFixed(2)} of ${of.toFixed(2)} at ${relay}.`,
  }),
  relayBalanceLow: ({ relay, left, of, settings }) => ({
    says: `${settings}API_KEY may only spend ${left.toFixed(2)} of ${of.toFixed(2)} more at ${relay}.`,
    fix: 'top it up soon.',
  }),
  relayUnsold: ({ relay, classes }) => ({
    says: `The relay ${relay} sells nothing for some buttons, which are left out below pictures: ${classes.join(', ')}.`,
  }),
  relayNoModal: ({ relay, settings }) => ({
    says: `${settings}API_KEY may not use mj_modal at ${relay}: new words with remix, Custom Zoom and Vary (Region) fail.`,
    fix: 'ask the people who run it to add mj_modal.',
  }),
  relayOtherName: ({ relay, stated }) => ({
    says: `The relay ${relay} links its pictures at ${stated}: what cannot be had there is asked for at ${relay}.`,
  }),
  relayModeLost: ({ relay, mode, settings }) => ({
    says: `The relay ${relay} drops the speed “${mode}” of ${settings}MODE, as gateways of the new-api kind do, and charges the ordinary price.`,
    fix: `ask the people who run it, or have members add --${mode} to their prompts.`,
  }),
} satisfies Partial<FindingWords>;
