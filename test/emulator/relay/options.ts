import type { HoldRequest } from '../hold-request.ts';
import type { Format } from './pictures/print.ts';

export type ProfileName = 'raw' | 'gateway' | 'one-hub' | 'original' | 'synchronous';

export type RelayOptions = {
  /**
   * `raw`: the automation server itself. `gateway`: a reseller with new-api in front of it; `one-hub`: one
   * with one-hub. `original`: the first midjourney-proxy, without
   * buttons. `synchronous`: pictures in the answer.
   */
  readonly profile?: ProfileName;
  /** Its tasks are numbered from here; unless given, by the time. */
  readonly firstTaskId?: number;
  /** From acceptance to SUCCESS, in ms. */
  readonly taskMs?: number;
  /** Tasks only move when told by `progress`, `finish` and `fail`. */
  readonly manual?: boolean;
  /** Tasks running at once; more wait (code 22). Unlimited unless given. */
  readonly concurrency?: number;
  /** Tasks that may wait; one more is refused (code 23). */
  readonly queueSize?: number;
  /** The gateway copies its upstream this often, in ms; 0: at every change. */
  readonly lagMs?: number;
  /**
   * How long after the row of a window's text the gateway fills the row of the button that opened it, in ms. It is 15 s
   * where the bot asks every 5; unless given, as much longer than the tests' bot waits between two questions.
   */
  readonly rowsApartMs?: number;
  /**
   * So many submissions the original relay refuses when it has begun to listen, because it has no account yet: those of its
   * first 1.3 s where it is real, none unless given.
   */
  readonly refusedAtFirst?: number;
  readonly key?: string;
  /** Keys of other customers of a gateway. */
  readonly otherKeys?: readonly string[];
  readonly port?: number;
  /** Whether a gateway lets `notifyHook` through. A raw relay always calls. */
  readonly callbacks?: boolean;
  /** Variations, rerolls, pans and the like open a window first. */
  readonly remix?: boolean;
  /** Whether a submission may ask for that window itself (`enableRemix`). */
  readonly remixable?: boolean;
  /** The gateway also takes buttons that its usual parser rejects (animate, describe picks...). */
  readonly lenient?: boolean;
  /** How many submissions the gateway's key may pay for, and the account behind it. Unlimited unless given. */
  readonly keyQuota?: number;
  readonly accountQuota?: number;
  /** The gateway's key has model limits: it may submit, and not look. */
  readonly limitedKey?: boolean;
  /** Kinds of action that the gateway's operator sells nothing of, as it names them: `mj_upscale`, `mj_video`. */
  readonly withoutChannel?: readonly string[];
  /** Whether the gateway lists what the key may use, and what it may still spend. */
  readonly tellsAccount?: boolean;
  /** Refused with code 24 when a prompt contains one. */
  readonly bannedWords?: readonly string[];
  /** Side of a square picture in pixels; others have the same area. HD upscales are twice as large. */
  readonly pictureSize?: number;
  /** Unless given, grids are webp and single pictures png. */
  readonly pictureFormat?: Format;
  /** A running task has a picture of what is made so far. */
  readonly previews?: boolean;
  /** A raw relay also lists the four pictures of a grid in `imageUrls`. */
  readonly separatePictures?: boolean;
  /** The name from which a gateway makes its picture addresses; unless given, the one at which it is asked. */
  readonly serverAddress?: string;
  /** Where pictures are said to be; unless given, at the relay's own address. */
  readonly pictureOrigin?: string;
  /** Midjourney is asked through an official account: films stand among the pictures, and a pick lists all of them. */
  readonly official?: boolean;
  /** Picture addresses without an origin. */
  readonly relativeUrls?: boolean;
  /** May hold the client's requests. */
  readonly holdRequest?: HoldRequest | undefined;
  /** Told of every request after its answer was decided, pictures included. */
  readonly onExchange?: ((exchange: Exchange) => void) | undefined;
};

/** A request and what became of it. `status` is null when the connection was left hanging or cut. */
export type Exchange = {
  readonly method: string;
  /** As asked, prefix included. */
  readonly path: string;
  /** Parsed JSON, or the text where it is none. */
  readonly asked: unknown;
  readonly status: number | null;
  /** As `asked`; null for what is no text. */
  readonly answer: unknown;
  /** Unix ms of the request, and how long the answer took. */
  readonly at: number;
  readonly ms: number;
};

export type Options = Required<Omit<RelayOptions, 'pictureFormat' | 'firstTaskId' | 'holdRequest' | 'onExchange'>> & {
  readonly pictureFormat: Format | null;
};

export function withDefaults(given: RelayOptions): Options {
  return {
    profile: 'gateway',
    taskMs: 200,
    manual: false,
    concurrency: Number.POSITIVE_INFINITY,
    queueSize: 10,
    lagMs: 0,
    rowsApartMs: 300,
    refusedAtFirst: 0,
    key: 'sk-emulator',
    otherKeys: [],
    port: 0,
    callbacks: false,
    remix: false,
    remixable: true,
    lenient: false,
    keyQuota: Number.POSITIVE_INFINITY,
    accountQuota: Number.POSITIVE_INFINITY,
    limitedKey: false,
    withoutChannel: [],
    tellsAccount: true,
    bannedWords: [],
    pictureSize: 1024,
    previews: true,
    separatePictures: false,
    serverAddress: '',
    pictureOrigin: '',
    official: false,
    relativeUrls: false,
    ...given,
    // The original proxy knows no windows; one that Midjourney opens behind it is lost.
    ...(given.profile === 'original' && { remix: false, remixable: false }),
    pictureFormat: given.pictureFormat ?? null,
  };
}
