import type { Unreached } from './failures/unreached.ts';

/** Why no relay answers at the address that was set. */
export type NoRelay =
  /** Nobody does. */
  | { readonly kind: Unreached }
  /** It leads elsewhere, where the key must not follow. */
  | { readonly kind: 'redirect' }
  /**
   * Something else does, with a web page if `isPage`. A relay was found at `answersAt`; null: at no similar address. `isModeless`:
   * that is the same one without the speed.
   */
  | {
      readonly kind: 'misplaced';
      readonly isPage: boolean;
      readonly answersAt: string | null;
      readonly isModeless: boolean;
    };

/** The ways in which a key can be sent, as RELAY_AUTH names them. */
export type RelayAuth = 'bearer' | 'raw' | 'mj-api-secret';

/** What the key may still spend, in the relay's own unit, mostly dollars. */
export type Balance = { readonly left: number; readonly of: number };

/** What can be asked of a relay about how it is set up. None of it costs anything, and nothing of it rejects. */
export type RelaySetup = {
  /** Why no relay answers at its address; null when one does, be it with an error, and when this is stopped. Never rejects. */
  locate(signal: AbortSignal): Promise<NoRelay | null>;
  /** The origin from which a gateway makes the addresses of its pictures; null where none is told. Never throws. */
  statedOrigin(signal: AbortSignal): Promise<string | null>;
  /** Another way of sending the key by which the relay lets us look at tasks, null where there is none. */
  otherAuth(signal: AbortSignal): Promise<RelayAuth | null>;
  /** Whether it is a gateway that tells of itself as those of the new-api family do. */
  isGateway(signal: AbortSignal): Promise<boolean>;
  /** The models that the key may use, as gateways name what they sell; null where the relay does not list them. */
  models(signal: AbortSignal): Promise<readonly string[] | null>;
  /** Null where the relay does not tell it, or the key has no limit. */
  balance(signal: AbortSignal): Promise<Balance | null>;
};
