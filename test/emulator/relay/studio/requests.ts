import { describePicture, gridOf, shortenPrompt } from '../develop.ts';
import { bytesOf, type Order } from '../order.ts';
import { viewOf } from '../pictures/picture.ts';
import { aspectOf, flagOf } from '../pictures/prompt.ts';
import type { EngineContext } from './studio.ts';
import { missing, refuse, type Verdict } from './verdict.ts';

const dimensions: Readonly<Record<string, string>> = {
  PORTRAIT: '--ar 2:3',
  SQUARE: '--ar 1:1',
  LANDSCAPE: '--ar 3:2',
};

const isAddress = (text: string) => /^https?:/.test(text);

/** The submits that need no button: imagine, blend, describe, shorten, edits and video. */
export function createRequests({ tasks, objection, accept, common }: EngineContext) {
  function imagine(order: Order): Verdict {
    const prompt = order.prompt?.trim() ?? '';
    if (prompt === '') return refuse(4, 'prompt can not be empty');
    const sources = (order.base64Array ?? []).map(bytesOf);
    if (sources.some((source) => source === null)) return refuse(4, 'base64 is malformed');
    const objected = objection(order);
    if (objected) return objected;
    const task = tasks.add({ ...common(order), kind: 'imagine', prompt, fixedSeed: flagOf(prompt, 'seed') });
    task.pictures = gridOf(
      prompt,
      task.seed,
      sources.filter((source) => source !== null),
    );
    return accept(task);
  }

  function blend(order: Order): Verdict {
    const sources = (order.base64Array ?? []).map(bytesOf).filter((source) => source !== null);
    const shape = dimensions[order.dimensions || 'SQUARE'];
    if (sources.length < 2 || sources.length > 5) return refuse(4, 'base64List must hold 2 to 5 pictures');
    if (!shape) return refuse(4, 'dimensions is malformed');
    const objected = objection(order);
    if (objected) return objected;
    const task = tasks.add({ ...common(order), kind: 'blend', prompt: shape });
    task.pictures = gridOf(shape, task.seed, sources, 0.7);
    return accept(task);
  }

  function describe(order: Order): Verdict {
    const source = bytesOf(order.base64 ?? '');
    if (!source) return refuse(4, 'base64 is malformed');
    const objected = objection(order);
    if (objected) return objected;
    const task = tasks.add({ ...common(order), kind: 'describe', prompt: '' });
    task.finalPrompt = describePicture(task.seed);
    const scene = { seed: task.seed, prompt: '', drifts: [], extras: [], view: viewOf(1) };
    task.pictures = [{ kind: 'blend', sources: [source], weight: 1, scene }];
    return accept(task);
  }

  function shorten(order: Order): Verdict {
    const prompt = order.prompt?.trim() ?? '';
    if (prompt === '') return refuse(4, 'prompt can not be empty');
    const objected = objection(order);
    if (objected) return objected;
    return accept(tasks.add({ ...common(order), kind: 'shorten', prompt, finalPrompt: shortenPrompt(prompt) }));
  }

  function edits(order: Order): Verdict {
    const prompt = order.prompt?.trim() ?? '';
    const source = bytesOf(order.image ?? '');
    if (prompt === '') return refuse(4, 'prompt can not be empty');
    if (!source && !isAddress(order.image ?? '')) return refuse(4, 'image is malformed');
    const objected = objection(order);
    if (objected) return objected;
    const task = tasks.add({ ...common(order), kind: 'edits', prompt });
    task.pictures = gridOf(prompt, task.seed, source ? [source] : [], 0.6);
    return accept(task);
  }

  function video(order: Order): Verdict {
    const prompt = order.prompt?.trim() ?? '';
    const parent = tasks.all.get(order.taskId ?? '');
    if (order.action === 'extend' && !parent) return missing();
    if (prompt === '' && !parent) return refuse(4, 'prompt can not be empty');
    const objected = objection(order);
    if (objected) return objected;
    const source = bytesOf(order.image ?? '');
    const task = tasks.add({ ...common(order), kind: 'video', prompt: prompt || (parent?.finalPrompt ?? '') });
    const [first] = gridOf(`${task.prompt} --ar ${aspectOf(prompt) ?? 1}:1`, task.seed, source ? [source] : [], 0.8);
    const shown = parent?.pictures[order.index ?? 0] ?? first;
    task.pictures = shown ? [shown, shown, shown, shown] : [];
    return accept(task);
  }

  return { imagine, blend, describe, shorten, edits, edit: edits, video };
}
