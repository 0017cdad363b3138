/** A request on its way through an emulator: it has `arrived` whole, or was `performed` and its answer has not left yet. */
export type GatedRequest = {
  readonly server: 'discord' | 'relay';
  readonly method: string;
  /** Without ids and tokens. */
  readonly route: string;
  /** It brings files. */
  readonly upload: boolean;
  readonly moment: 'arrived' | 'performed';
};

/** Every request passes twice, once per moment, and stays where it is while the promise is open; null lets it go on. */
export type Gate = (request: GatedRequest) => Promise<void> | null;
