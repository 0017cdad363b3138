import type { Accepts, FlagTrouble } from '../../domain/failures/flag-trouble.ts';
import type { Explanation } from '../forms.ts';

const numbers = new Intl.NumberFormat('en', { useGrouping: false, maximumFractionDigits: 2 });
const either = new Intl.ListFormat('en', { type: 'disjunction' });
const code = (text: string) => `\`${text}\``;

function takes(accepts: Accepts): string {
  switch (accepts.kind) {
    case 'nothing':
      return 'nothing after it';
    case 'ratio':
      return `two whole numbers such as ${code('16:9')}`;
    case 'number': {
      const range = `from ${numbers.format(accepts.least)} to ${numbers.format(accepts.most)}`;
      return accepts.whole ? `a whole number ${range}` : `a number ${range}`;
    }
    case 'oneOf':
      return either.format(accepts.values.map(code));
    case 'style':
      return `${either.format(accepts.values.map(code))}, ${code('random')} or a style code`;
    case 'switch':
      return `${code('1')} or nothing`;
    case 'version':
      return `a version such as ${code('7')} or ${code('8.2')}`;
    case 'optionalVersion':
      return `a version such as ${code('6')}, or nothing`;
    case 'links':
      return 'links to pictures that begin with https://';
    case 'styles':
      return `links to pictures, style codes or ${code('random')}`;
    case 'words':
      return 'the words for what must not be in the picture';
    case 'anything':
      return 'anything';
  }
}

function sentence(trouble: FlagTrouble): string {
  switch (trouble.kind) {
    case 'tooMany':
      return `A prompt can have ${numbers.format(trouble.most)} parameters at most; ${code(trouble.flag)} is one too many.`;
    case 'misspelt':
      return `I do not know ${code(trouble.flag)} (did you mean ${code(trouble.meant)}?).`;
    case 'malformed': {
      const { flag, value, accepts } = trouble;
      if (accepts.kind === 'nothing') {
        return `${code(flag)} stands alone; words such as ${code(value)} belong before the first parameter.`;
      }
      const but = value === '' ? 'but nothing follows it' : `not ${code(value)}`;
      const where = trouble.model === undefined ? '' : ` with ${trouble.model}`;
      return `${code(flag)} takes ${takes(accepts)}${where}, ${but}.`;
    }
    case 'unknown':
      return `I do not know ${code(trouble.flag)}.`;
    case 'glued':
      return `There is no space before ${code(trouble.flag)}: add one to make it a parameter, or leave the dashes out.`;
    case 'unsure':
      return `I do not know the parameter ${code(trouble.flag)}: write it with two hyphens if it is one, or leave the dashes out.`;
    case 'version': {
      const { flag, model, said, fits } = trouble;
      const who = said ? model : `${model}, which draws this`;
      const how = fits.length === 0 ? '' : `use ${either.format(fits.slice(0, 3).map(code))}, or `;
      return flag === '::'
        ? `The weights after ${code('::')} are not for ${who}; ${how}leave them out.`
        : `${code(flag)} is not for ${who}; ${how}leave it out.`;
    }
    case 'misplaced':
      return trouble.belongs === 'films'
        ? `${code(trouble.flag)} is for films: make one with ${code('/video')}, or leave it out.`
        : `${code(trouble.flag)} is for existing pictures: use ${code('/zoom')}, or leave it out.`;
    case 'notForFilms':
      return `Films cannot be made with ${code(trouble.flag)}; leave it out.`;
    case 'twice':
      return `${code(trouble.flag)} is there twice, with ${trouble.values.map((value) => code(value || 'nothing')).join(' and ')}; keep one.`;
    case 'conflict':
      return `${code(trouble.flag)} and ${code(trouble.other)} cannot be combined; keep one.`;
    case 'contradiction':
      return `The text says ${code(trouble.flag)}, but the option says ${code(trouble.option)}; keep one.`;
  }
}

/** Tells an English-speaking member which flags to mend, and how. */
export function explainFlags(troubles: readonly FlagTrouble[]): Explanation {
  const sentences = troubles.slice(0, 8).map(sentence);
  const what =
    sentences.length === 1
      ? sentences.join('')
      : `Some parameters of this prompt need fixing:\n- ${sentences.join('\n- ')}`;
  const next = 'Nothing was started and nothing was charged.';
  return { what, next: sentences.length === 1 ? next : `\n${next}` };
}
