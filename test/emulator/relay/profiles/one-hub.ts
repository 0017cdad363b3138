import { createGateway } from './gateway.ts';
import { oneHub } from './gateway-habits.ts';
import type { Parts, Profile } from './profile.ts';

/** Where it serves its web page instead. */
const lacking: ReadonlySet<string> = new Set(['video', 'edits', 'edit']);

/** MartialBE's one-hub in front of the automation server: a gateway with other habits, and with fewer endpoints. */
export function createOneHub(parts: Parts): Profile {
  const gateway = createGateway(parts, oneHub);
  return {
    ...gateway,
    submit: (endpoint, submitBody) => (lacking.has(endpoint) ? null : gateway.submit(endpoint, submitBody)),
  };
}
