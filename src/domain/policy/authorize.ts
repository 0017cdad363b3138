import type { Job } from '../job/job.ts';
import type { AccessContext } from './access.ts';
import type { Denial } from './denial.ts';
import { isNothing, planOf } from './plan.ts';

/** The jobs that a gesture would make. */
export type Asked = readonly Pick<Job, 'request' | 'text' | 'private'>[];

/**
 * Why a member may not do something: the first rule that says no, null when none does. It is asked twice: without a gesture
 * before a handler runs, and with the gesture before it is taken in. Nothing else refuses for rules; what accounts have left
 * is looked at last, by whoever holds the price. `now` is Unix ms.
 */
export function authorize(access: AccessContext, asked: Asked | null, _now: number): Denial | null {
  if (access.isOperator) return null;
  if (access.grant?.closed) return { kind: 'closed' };
  return asked === null ? null : planDenial(access);
}

function planDenial({ policy, roleIds }: AccessContext): Denial | null {
  if (!policy || !isNothing(planOf(policy, roleIds))) return null;
  return { kind: 'noPlan', roleIds: policy.roles.filter(({ limit }) => !isNothing(limit)).map(({ roleId }) => roleId) };
}
