import { describe, expect, it } from 'vitest';
import { type FilmOptions, takeFilmFlags } from '../../../src/domain/prompt/film-flags.ts';
import { reworded } from '../../../src/domain/prompt/rewording.ts';

const link = 'https://x.test/end.png';
const film = (text: string, options?: FilmOptions) => takeFilmFlags(text, options);
const plain = { motion: null, loop: false, end: null, clips: null };

describe('the flags of a film', () => {
  it('are said to the relay once, in its own fields', () => {
    expect(film('it runs')).toEqual({ ...plain, prompt: 'it runs' });
    expect(film('it runs —motion HIGH --raw --video 1 --bs 2 --loop')).toEqual({
      prompt: 'it runs --raw',
      motion: 'high',
      loop: true,
      end: null,
      clips: 2,
    });
    expect(film('it runs --end loop')).toEqual({ ...plain, prompt: 'it runs', loop: true });
    expect(film(`it runs --end <${link}>`)).toEqual({ ...plain, prompt: 'it runs', end: link });
  });

  it('that contradict an option, or end with nothing, are told before anything is paid', () => {
    expect(film('it runs --motion low', { motion: 'low', hasEnd: false })).toMatchObject({ motion: 'low' });
    const cases = [
      ['it runs --motion high', { motion: 'low', hasEnd: false }],
      [`it runs --end ${link}`, { motion: null, hasEnd: true }],
      ['it runs --end soon', { motion: null, hasEnd: false }],
    ] as const;
    for (const [text, options] of cases) expect(() => film(text, options)).toThrow('flags');
  });

  it('change what was asked for when its prompt is edited', () => {
    const request = {
      kind: 'video',
      prompt: 'it runs',
      image: 'https://x.test/1.png',
      endImage: link,
      motion: 'low',
      loop: false,
      extend: null,
    } as const;
    expect(reworded({ request, text: null }, 'it sleeps --motion high --loop').request).toEqual({
      ...request,
      prompt: 'it sleeps',
      motion: 'high',
      loop: true,
      endImage: null,
    });
    expect(reworded({ request, text: null }, 'it sleeps').request).toEqual({ ...request, prompt: 'it sleeps' });
  });
});
