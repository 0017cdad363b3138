import type { JobIn } from '../../domain/job/job.ts';
import type { FallbackForm } from './fallback-forms.ts';
import type { ResultPayload } from './payload.ts';

/** Remembers what was made last: routes that follow one another mostly need the same. */
export function rememberLast(
  make: (form: FallbackForm, job: JobIn<'delivering'>) => Promise<ResultPayload>,
): (form: FallbackForm, job: JobIn<'delivering'>) => Promise<ResultPayload> {
  let last: { readonly form: FallbackForm; readonly job: JobIn<'delivering'>; readonly made: ResultPayload } | null =
    null;
  return async (form, job) => {
    const isSame = last?.form === form && last.job.locale === job.locale && last.job.private === job.private;
    if (last && isSame) return last.made;
    const made = await make(form, job);
    last = { form, job, made };
    return made;
  };
}
