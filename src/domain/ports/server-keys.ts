/** A key for a relay that a server has brought, so that what is made there is charged to it. Times are in Unix ms. */
export type ServerKey = {
  /** The service that it is for, by the name of its host, with the port where that is not the usual one. */
  readonly host: string;
  /** Secret. Null where it cannot be read: SECRETS_KEY is missing, or is another one than it was kept with. */
  readonly key: string | null;
  /** The manager who set it, and when. */
  readonly by: string;
  readonly at: number;
  /** Since when nothing new is made with it, as it was removed; null while it is in use. */
  readonly removedAt: number | null;
};

/** A key as a manager gives it. */
export type NewServerKey = Pick<ServerKey, 'host' | 'by' | 'at'> & { readonly key: string };

/** That a server has a key, and since when it is removed; null while it is in use. */
export type ListedKey = Pick<ServerKey, 'removedAt'> & { readonly guildId: string };

/** The keys that servers have brought, by the ids of the servers. Every method throws StoreError. */
export type ServerKeys = {
  /** Whether keys can be kept: there is a SECRETS_KEY to encrypt them with. */
  readonly canKeep: boolean;
  /** Null where the server has brought none. */
  get(guildId: string): Promise<ServerKey | null>;
  /** Keeps a key in place of the one before. To be called only where keys can be kept. */
  put(guildId: string, key: NewServerKey): Promise<void>;
  /** Nothing new is made with a key from now on. Does nothing where there is none. */
  remove(guildId: string, at: number): Promise<void>;
  /** Forgets a removed key altogether. One that is in use stays: it may have been brought since somebody saw it removed. */
  erase(guildId: string): Promise<void>;
  /** All servers that have one, removed ones included. None is decrypted, and a damaged one counts as in use. */
  list(): Promise<readonly ListedKey[]>;
};
