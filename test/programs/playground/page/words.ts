import { en } from './words/en.ts';
import { panelEn } from './words/panel-en.ts';
import { panelZh } from './words/panel-zh.ts';
import { zh } from './words/zh.ts';

/** The same shape in another language: texts become any text, functions keep what they take. */
type Translated<T> = T extends string
  ? string
  : T extends (...given: infer Given) => string
    ? (...given: Given) => string
    : { readonly [Key in keyof T]: Translated<T[Key]> };

export type FrameWords = Translated<typeof en>;
export type PanelWords = Translated<typeof panelEn>;

const isChinese = () => document.documentElement.lang.startsWith('zh');

/** What the page says, in the language of whoever looks at it now. */
export const words = (): FrameWords => (isChinese() ? zh : en);
export const panelWords = (): PanelWords => (isChinese() ? panelZh : panelEn);

/** From now on the page speaks the language of this locale of Discord's: Chinese, or else English. */
export function speak(locale: string): void {
  document.documentElement.lang = locale.startsWith('zh') ? zh.tag : en.tag;
}
