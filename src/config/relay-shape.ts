import { relayAddress } from '../relay/http/address.ts';
import { filePath, headerSecret, numberBetween, oneOf, parsedBy } from './values.ts';

/** What can be set for a relay. `prefix` stands in front of each name, such as `RELAY_`. */
export function relayShape(prefix: string) {
  return {
    API_KEY: headerSecret(`${prefix}API_KEY`, 'your relay shows it where it lists your keys', 'Bearer'),
    API_KEY_FILE: filePath(`${prefix}API_KEY_FILE`).optional(),
    URL: parsedBy(`${prefix}URL`, (url) => relayAddress(url, null)),
    MODE: oneOf(`${prefix}MODE`, ['fast', 'relax', 'turbo']).optional(),
    AUTH: oneOf(`${prefix}AUTH`, ['bearer', 'raw', 'mj-api-secret']).default('bearer'),
    CHARGE_LIST: oneOf(`${prefix}CHARGE_LIST`, ['off', 'on']).default('off'),
    CONCURRENCY: numberBetween(`${prefix}CONCURRENCY`, 1, 1000, 'whole').default(10),
  };
}
