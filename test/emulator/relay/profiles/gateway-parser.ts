import { fault, json } from '../answers.ts';

/** A gateway's own refusal. Its text really ends in a space. */
export function upstreamError(description: string, code = 4): Response {
  return json({ description: `${description} `, type: 'upstream_error', code }, 400);
}

const known: readonly (readonly [RegExp, string])[] = [
  [/upsample/, 'UPSCALE'],
  [/low_variation/, 'LOW_VARIATION'],
  [/high_variation/, 'HIGH_VARIATION'],
  [/variation/, 'VARIATION'],
  [/pan/, 'PAN'],
  [/reroll/, 'REROLL'],
  [/^Outpaint$/, 'ZOOM'],
  [/^CustomZoom$/, 'CUSTOM_ZOOM'],
  [/^Inpaint$/, 'INPAINT'],
];

/** What the gateway makes of a customId: an action name, or the error it answers with. */
export function actionOf(customId: string, lenient: boolean): string | Response {
  if (customId === '') return upstreamError('custom_id_is_required');
  const [, first, second] = customId.split('::');
  if (first === undefined) return fault(500, 'Panic detected, error: index out of range', 'new_api_panic');
  const part = first === 'JOB' ? second : first;
  if (part === undefined) return fault(500, 'Panic detected, error: index out of range', 'new_api_panic');
  const action = known.find(([pattern]) => pattern.test(part))?.[1];
  if (action) return action;
  return lenient ? 'ACTION' : fault(400, `unknown_action:${customId}`);
}
