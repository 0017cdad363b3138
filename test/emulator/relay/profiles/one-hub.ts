import { createGateway } from './gateway.ts';
import { oneHub } from './gateway-habits.ts';
import type { Parts, Profile } from './profile.ts';

/** MartialBE's one-hub in front of the automation server: a gateway with other habits. */
export function createOneHub(parts: Parts): Profile {
  return createGateway(parts, oneHub);
}
