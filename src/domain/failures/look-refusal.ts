/**
 * Why a relay does not let our key look at tasks. `usedUp`: the quota of the key is spent. `forbidden`: the key may submit,
 * but not read. `refused`: the relay does not take the key at all, and does not say why.
 */
export type LookRefusal = 'usedUp' | 'forbidden' | 'refused';

/**
 * The refusal in an answer to a question about tasks, null when it is none. `words` are what the relay says; `isPage`: it
 * sent a web page, which something before the relay may have done.
 */
export function lookRefusal(status: number, words: string, isPage: boolean): LookRefusal | null {
  if (isPage || !locked.has(status)) return null;
  if (status === 402 || quotaSpent.test(words)) return 'usedUp';
  return status === 403 && modelLimits.test(words) ? 'forbidden' : 'refused';
}

const locked: ReadonlySet<number> = new Set([401, 402, 403]);

const quotaSpent =
  /额度.{0,6}(?:用尽|用完|耗尽|不足)|余额不足|TokenStatusExhausted|\bquota\b.{0,30}\b(?:exhausted|used up|not enough|exceeded)|insufficient.{0,8}(?:quota|balance|credit)/i;

const modelLimits =
  /(?:无权|没有权限|未授权).{0,8}访问.{0,4}模型|\b(?:not|no|without)\b.{0,40}\baccess\b.{0,20}\bmodel|\bmodel\b.{0,60}\b(?:not allowed|forbidden)/i;

/** One sentence for the operator about each. They are printed in the log, so they name the setting and hold no secret. */
export const lookRefusals: Readonly<Record<LookRefusal, string>> = {
  usedUp:
    'The quota of RELAY_API_KEY is used up. Top it up: until then nothing is submitted, and what is finished cannot be fetched.',
  forbidden:
    'RELAY_API_KEY may submit, but not read its tasks: remove its model limits. Until then nothing is submitted.',
  refused:
    'RELAY_API_KEY was refused by the relay: check the key, its quota and RELAY_AUTH. Until then nothing is submitted.',
};
