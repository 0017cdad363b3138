import type { MessageView, ModalView } from '../wire.ts';
import type { Names } from './markdown.ts';
import type { Model } from './model.ts';

/** What the parts of the page may ask of each other. */
export type App = {
  readonly model: Model;
  readonly names: Names;
  /** A member's gestures; refusals are told in the channel. */
  readonly press: (message: MessageView, customId: string) => void;
  readonly choose: (message: MessageView, customId: string, values: readonly string[]) => void;
  readonly useOnMessage: (message: MessageView, command: string) => void;
  readonly enlarge: (url: string, alt: string) => void;
  /** Tells screen readers. */
  readonly announce: (text: string) => void;
};

/** A form on the screen, behind the interaction that opened it. */
export type OpenForm = { readonly interactionId: string; readonly modal: ModalView };
