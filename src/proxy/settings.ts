/**
 * Which proxies the operator asks for, as `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` say it; '' for what is not set. An address
 * may hold a password: never log one.
 */
export type ProxySettings = {
  readonly http: string;
  readonly https: string;
  readonly bypass: string;
};

/** What is sent goes straight to everybody. */
export const noProxy: ProxySettings = { http: '', https: '', bypass: '' };

const EXAMPLE = 'give the address of an HTTP proxy, such as http://proxy.example.org:3128';

/** Checks a proxy's address. Throws TypeError with a sentence that does not repeat it. */
export function checkProxyAddress(text: string): void {
  if (/^socks/i.test(text)) throw new TypeError(`Darkroom does not speak to SOCKS proxies; ${EXAMPLE}.`);
  const url = /^https?:\/\//i.test(text) ? URL.parse(text) : null;
  if (!url) throw new TypeError(`it must begin with http:// or https://; ${EXAMPLE}.`);
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new TypeError(`nothing may stand behind the port; ${EXAMPLE}.`);
  }
  if (decoded(url.username) === null || decoded(url.password) === null) {
    throw new TypeError('its user name or password has a % that begins no code: write it as %25.');
  }
  if (url.username === '' && url.password !== '') throw new TypeError('it has a password, but no user name before it.');
}

/** What no log may contain: passwords, as they are written and as they are meant, and what is sent to the proxies instead of them. */
export function proxySecrets({ http, https }: ProxySettings): readonly string[] {
  return [...new Set([http, https].flatMap((text) => secretsOf(URL.parse(text))))];
}

/** The value of the header by which a proxy knows who asks; null when its address names nobody. */
export function proxyAuthorization({ username, password }: URL): string | null {
  if (username === '') return null;
  return `Basic ${Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64')}`;
}

function secretsOf(url: URL | null): readonly string[] {
  if (!url || url.username === '') return [];
  // Some proxies know their users by a token in the place of the name.
  const written = url.password === '' ? url.username : url.password;
  return [written, decoded(written) ?? written, (proxyAuthorization(url) ?? '').replace(/^Basic /, '')];
}

/** Null for what cannot be decoded. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Whether this version of Node opens tunnels for connections that undici does not make: it does since 24.5. */
export function canTunnelGateway(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 5);
}
