/** A request on its way through an emulator: it has `arrived` whole, or was `performed` and its answer has not left yet. */
export type RequestMoment = {
  readonly server: 'discord' | 'relay';
  /** The process that asks, where it has an address of its own at Discord; else empty. */
  readonly by: string;
  readonly method: string;
  /** Without ids and tokens. */
  readonly route: string;
  /** It brings files. */
  readonly upload: boolean;
  readonly moment: 'arrived' | 'performed';
};

/** Called for both moments of every request, which stays where it is while the promise is open. Null lets it go on. */
export type HoldRequest = (request: RequestMoment) => Promise<void> | null;
