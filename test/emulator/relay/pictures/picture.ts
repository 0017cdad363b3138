/** The part of an endless world that a picture shows. The shorter side of a first picture is one unit; y grows downwards. */
export type View = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** How far a variation strays from where it came. `strength` 0 changes nothing, 1 almost everything. */
export type Drift = { readonly seed: number; readonly strength: number };

/** A world and a window onto it. `extras` seed things that only appear outside an older picture. */
export type Scene = {
  readonly seed: number;
  readonly prompt: string;
  readonly drifts: readonly Drift[];
  readonly extras: readonly number[];
  readonly view: View;
};

/** A recipe: nothing is drawn until somebody looks. The same recipe always gives the same pixels. */
export type Picture =
  | { readonly kind: 'scene'; readonly scene: Scene }
  /** The inner picture, smaller, in a wider scene. */
  | { readonly kind: 'wider'; readonly inner: Picture; readonly scene: Scene }
  /** `over` shows through where the mask is white. */
  | { readonly kind: 'repaint'; readonly under: Picture; readonly over: Picture; readonly mask: Uint8Array }
  /** Pictures that somebody sent, over a scene; `weight` 1 hides the scene. */
  | {
      readonly kind: 'blend';
      readonly sources: readonly Uint8Array[];
      readonly weight: number;
      readonly scene: Scene;
    };

export function sceneOf(picture: Picture): Scene {
  return picture.kind === 'repaint' ? sceneOf(picture.under) : picture.scene;
}

/** A view around the middle of the world whose shorter side is one unit. */
export function viewOf(aspect: number): View {
  const width = Math.max(aspect, 1);
  const height = Math.max(1 / aspect, 1);
  return { x: -width / 2, y: -height / 2, width, height };
}

export function pictureOf(seed: number, prompt: string, aspect: number): Picture {
  return { kind: 'scene', scene: { seed, prompt, drifts: [], extras: [], view: viewOf(aspect) } };
}

function change(picture: Picture, edit: (scene: Scene) => Scene): Picture {
  switch (picture.kind) {
    case 'scene':
    case 'blend':
      return { ...picture, scene: edit(picture.scene) };
    case 'wider':
      return { ...picture, inner: change(picture.inner, edit), scene: edit(picture.scene) };
    case 'repaint':
      return { ...picture, under: change(picture.under, edit), over: change(picture.over, edit) };
  }
}

/** A relative of the picture: same world, same view, everything a little elsewhere. */
export function vary(picture: Picture, seed: number, strength: number): Picture {
  return change(picture, (scene) => ({ ...scene, drifts: [...scene.drifts, { seed, strength }] }));
}

/** The same composition for another prompt. */
export function remix(picture: Picture, prompt: string): Picture {
  return change(picture, (scene) => ({ ...scene, prompt }));
}

/** Shows more of the world around the picture, which stays as it is. */
export function widen(picture: Picture, view: View, seed: number): Picture {
  const scene = sceneOf(picture);
  return { kind: 'wider', inner: picture, scene: { ...scene, view, extras: [...scene.extras, seed] } };
}

export function zoomOut({ x, y, width, height }: View, factor: number, aspect = width / height): View {
  const area = width * height * factor ** 2;
  const wide = Math.max(Math.sqrt(area * aspect), width);
  const high = Math.max(wide / aspect, height);
  return { x: x + width / 2 - (high * aspect) / 2, y: y + height / 2 - high / 2, width: high * aspect, height: high };
}

export function extend({ x, y, width, height }: View, direction: string, by = 0.5): View {
  const dx = direction === 'left' || direction === 'right' ? width * by : 0;
  const dy = direction === 'up' || direction === 'down' ? height * by : 0;
  return {
    x: direction === 'left' ? x - dx : x,
    y: direction === 'up' ? y - dy : y,
    width: width + dx,
    height: height + dy,
  };
}
