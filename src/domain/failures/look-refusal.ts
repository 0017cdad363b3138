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
  /(?:额度|余额|配额).{0,6}(?:用尽|用完|耗尽|不足|不够|为零|为\s*0)|(?:用完|用尽|耗尽).{0,4}(?:额度|余额|配额)|TokenStatusExhausted|欠费|\b(?:quota|balance|credits?)\b.{0,30}\b(?:exhausted|used up|spent|not enough|exceeded|insufficient|is (?:0|zero))|\b(?:insufficient|exhausted|no|out of)\b.{0,12}(?:quota|balance|credit)|insufficient_\w*quota/i;

const modelLimits =
  /(?:无权|没有权限|未授权|不允许|不能|禁止).{0,8}(?:访问|使用|调用).{0,6}模型|没有.{0,8}模型.{0,6}权限|\b(?:not|no|without|denied)\b.{0,60}\bmodels?\b|\bmodels?\b.{0,60}\b(?:not allowed|forbidden|denied|not permitted)/i;

/** Whether a relay says in these words that what the key may spend is spent. */
export function saysUsedUp(words: string): boolean {
  return quotaSpent.test(words.replaceAll('_', ' '));
}
