import { viewOf } from '../pictures/picture.ts';
import { aspectOf, flagOf } from '../pictures/prompt.ts';
import { describePicture, gridOf, shortenPrompt } from '../results.ts';
import { bytesOf, type SubmitBody } from '../submit-body.ts';
import type { SubmitContext } from './automation.ts';
import { missing, refuse, type Verdict } from './verdict.ts';

const dimensions: Readonly<Record<string, string>> = {
  PORTRAIT: '--ar 2:3',
  SQUARE: '--ar 1:1',
  LANDSCAPE: '--ar 3:2',
};

const isAddress = (text: string) => /^https?:/.test(text);

/** The submits that need no button: imagine, blend, describe, shorten, edits and video. */
export function createRequests({ tasks, objection, accept, common }: SubmitContext) {
  function imagine(submitBody: SubmitBody): Verdict {
    const prompt = submitBody.prompt?.trim() ?? '';
    if (prompt === '') return refuse(4, 'prompt can not be empty');
    const sources = (submitBody.base64Array ?? []).map(bytesOf);
    if (sources.some((source) => source === null)) return refuse(4, 'base64 is malformed');
    const objected = objection(submitBody);
    if (objected) return objected;
    const task = tasks.add({ ...common(submitBody), kind: 'imagine', prompt, fixedSeed: flagOf(prompt, 'seed') });
    task.pictures = gridOf(
      prompt,
      task.seed,
      sources.filter((source) => source !== null),
    );
    return accept(task);
  }

  function blend(submitBody: SubmitBody): Verdict {
    const sources = (submitBody.base64Array ?? []).map(bytesOf).filter((source) => source !== null);
    const shape = dimensions[submitBody.dimensions || 'SQUARE'];
    if (sources.length < 2 || sources.length > 5) return refuse(4, 'base64List must hold 2 to 5 pictures');
    if (!shape) return refuse(4, 'dimensions is malformed');
    const objected = objection(submitBody);
    if (objected) return objected;
    const task = tasks.add({ ...common(submitBody), kind: 'blend', prompt: shape });
    task.pictures = gridOf(shape, task.seed, sources, 0.7);
    return accept(task);
  }

  function describe(submitBody: SubmitBody): Verdict {
    const source = bytesOf(submitBody.base64 ?? '');
    if (!source) return refuse(4, 'base64 is malformed');
    const objected = objection(submitBody);
    if (objected) return objected;
    const task = tasks.add({ ...common(submitBody), kind: 'describe', prompt: '' });
    task.finalPrompt = describePicture(task.seed, source);
    const scene = { seed: task.seed, prompt: '', drifts: [], extras: [], view: viewOf(1) };
    task.pictures = [{ kind: 'blend', sources: [source], weight: 1, scene }];
    return accept(task);
  }

  function shorten(submitBody: SubmitBody): Verdict {
    const prompt = submitBody.prompt?.trim() ?? '';
    if (prompt === '') return refuse(4, 'prompt can not be empty');
    const objected = objection(submitBody);
    if (objected) return objected;
    return accept(tasks.add({ ...common(submitBody), kind: 'shorten', prompt, finalPrompt: shortenPrompt(prompt) }));
  }

  function edits(submitBody: SubmitBody): Verdict {
    const prompt = submitBody.prompt?.trim() ?? '';
    const source = bytesOf(submitBody.image ?? '');
    if (prompt === '') return refuse(4, 'prompt can not be empty');
    if (!source && !isAddress(submitBody.image ?? '')) return refuse(4, 'image is malformed');
    const objected = objection(submitBody);
    if (objected) return objected;
    const task = tasks.add({ ...common(submitBody), kind: 'edits', prompt });
    task.pictures = gridOf(prompt, task.seed, source ? [source] : [], 0.6);
    return accept(task);
  }

  function video(submitBody: SubmitBody): Verdict {
    const prompt = submitBody.prompt?.trim() ?? '';
    const parent = tasks.all.get(submitBody.taskId ?? '');
    if (submitBody.action === 'extend' && !parent) return missing();
    if (prompt === '' && !parent) return refuse(4, 'prompt can not be empty');
    const objected = objection(submitBody);
    if (objected) return objected;
    const source = bytesOf(submitBody.image ?? '');
    const task = tasks.add({ ...common(submitBody), kind: 'video', prompt: prompt || (parent?.finalPrompt ?? '') });
    const [first] = gridOf(`${task.prompt} --ar ${aspectOf(prompt) ?? 1}:1`, task.seed, source ? [source] : [], 0.8);
    const shown = parent?.pictures[submitBody.index ?? 0] ?? first;
    task.pictures = shown ? [shown, shown, shown, shown] : [];
    return accept(task);
  }

  return { imagine, blend, describe, shorten, edits, edit: edits, video };
}
