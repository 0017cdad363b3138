import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** The form of what is written: this byte, a fingerprint of the key, a nonce, the tag, and the text; all of it as Base64. */
const FORM = 1;
const FINGERPRINT = 8;
const NONCE = 12;
const TAG = 16;
const HEAD = 1 + FINGERPRINT + NONCE + TAG;
const CIPHER = 'aes-256-gcm';

/** What a text belongs to, in this order. Moved to anything else, it cannot be read. */
export type Belonging = readonly string[];

/** Encrypts texts, and reads what it has encrypted. */
export type Seal = {
  /** Null where there is no key to encrypt with. */
  readonly close: ((text: string, belonging: Belonging) => string) | null;
  /** Null for whatever cannot be read: another key, another belonging, or anything that was changed. Never throws. */
  open(sealed: string, belonging: Belonging): string | null;
  /** Whether it was encrypted with another key than would be taken now. */
  isOlder(sealed: string): boolean;
};

/** Made with AES-256-GCM. The first of these keys of an operator encrypts, each of them decrypts. */
export function createSeal(secretsKeys: readonly string[]): Seal {
  const keys = secretsKeys.map((secret) => ({
    cipherKey: derived(secret, 'encryption', 32),
    fingerprint: derived(secret, 'fingerprint', FINGERPRINT),
  }));
  const [first] = keys;

  return {
    close: first
      ? (text, belonging) => {
          const nonce = randomBytes(NONCE);
          const cipher = createCipheriv(CIPHER, first.cipherKey, nonce, { authTagLength: TAG });
          cipher.setAAD(boundTo(belonging));
          const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
          const parts = [Buffer.of(FORM), first.fingerprint, nonce, cipher.getAuthTag(), hidden];
          return Buffer.concat(parts).toString('base64');
        }
      : null,

    open(sealed, belonging) {
      const { fingerprint, nonce, tag, hidden } = partsOf(sealed);
      const key = keys.find((one) => one.fingerprint.equals(fingerprint));
      if (!key) return null;
      try {
        const decipher = createDecipheriv(CIPHER, key.cipherKey, nonce, { authTagLength: TAG });
        decipher.setAAD(boundTo(belonging));
        decipher.setAuthTag(tag);
        return Buffer.concat([decipher.update(hidden), decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },

    isOlder: (sealed) => first !== undefined && !first.fingerprint.equals(partsOf(sealed).fingerprint),
  };
}

/** The parts of what was written, empty ones for anything else. */
function partsOf(sealed: string) {
  const bytes = Buffer.from(sealed, 'base64');
  const isOurs = bytes.length >= HEAD && bytes[0] === FORM && bytes.toString('base64') === sealed;
  const all = isOurs ? bytes.subarray(1) : Buffer.alloc(0);
  return {
    fingerprint: all.subarray(0, FINGERPRINT),
    nonce: all.subarray(FINGERPRINT, FINGERPRINT + NONCE),
    tag: all.subarray(FINGERPRINT + NONCE, FINGERPRINT + NONCE + TAG),
    hidden: all.subarray(FINGERPRINT + NONCE + TAG),
  };
}

function boundTo(belonging: Belonging): Buffer {
  return Buffer.from(JSON.stringify([FORM, ...belonging]));
}

/** Bytes for one purpose. They tell nothing of the secret, nor of those for another purpose. */
function derived(secret: string, purpose: string, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'darkroom', `secrets of servers: ${purpose}`, length));
}
