import type { Accepts, FlagTrouble } from '../../domain/failures/flag-trouble.ts';
import type { Explanation } from '../forms.ts';

const numbers = new Intl.NumberFormat('zh-CN', { useGrouping: false, maximumFractionDigits: 2 });
const either = new Intl.ListFormat('zh-CN', { type: 'disjunction' });
const code = (text: string) => ` \`${text}\` `;

function takes(accepts: Accepts): string {
  switch (accepts.kind) {
    case 'nothing':
      return '后面不能跟内容：文字要写在第一个参数之前';
    case 'ratio':
      return `要写成两个整数，例如${code('16:9')}`;
    case 'number': {
      const range = `${numbers.format(accepts.least)} 到 ${numbers.format(accepts.most)} 之间的`;
      return `要写 ${range}${accepts.whole ? '整数' : '数字'}`;
    }
    case 'oneOf':
      return `只能是 ${either.format(accepts.values.map((value) => `\`${value}\``))}`;
    case 'style':
      return `只能是 ${either.format([...accepts.values, 'random'].map((value) => `\`${value}\``))}，或风格代码`;
    case 'switch':
      return `只能是${code('1')}，或者留空`;
    case 'version':
      return `要写版本号，例如${code('7')}或${code('8.2')}`;
    case 'optionalVersion':
      return `要写版本号，例如${code('6')}，或者留空`;
    case 'links':
      return '要写以 https:// 开头的图片链接';
    case 'styles':
      return `要写图片链接、风格代码或${code('random')}`;
    case 'words':
      return '要写画面里不该出现的东西';
    case 'anything':
      return '可以写任何内容';
  }
}

function sentence(trouble: FlagTrouble): string {
  switch (trouble.kind) {
    case 'tooMany':
      return `一个提示词最多写 ${numbers.format(trouble.most)} 个参数，从${code(trouble.flag)}起就超出了。`;
    case 'misspelt':
      return `我不认识${code(trouble.flag)}这个参数（是不是想写${code(trouble.meant)}？）。`;
    case 'malformed': {
      const { flag, value, accepts } = trouble;
      const but = value === '' ? '现在后面是空的' : `现在写的是${code(value)}`;
      const where = trouble.model === undefined ? '' : `用 ${trouble.model} 时`;
      return `${where}参数${code(flag)}${takes(accepts)}，${but}。`;
    }
    case 'unknown':
      return `我不认识${code(trouble.flag)}这个参数。`;
    case 'glued':
      return `${code(trouble.flag)}前面缺少空格：要当作参数请加空格，否则请去掉横线。`;
    case 'unsure':
      return `我不认识${code(trouble.flag)}这个参数：如果是参数，请用两个半角减号，否则请去掉横线。`;
    case 'version': {
      const { flag, model, said, fits } = trouble;
      const who = said ? `${model} ` : `${model}（这张图会用它来画）`;
      const what = flag === '::' ? `${code('::')}权重` : `参数${code(flag)}`;
      const how = fits.length === 0 ? '' : `请改用 ${either.format(fits.slice(0, 3).map((one) => `\`${one}\``))}，或`;
      return `${who}不支持${what}，${how}${how === '' ? '请' : '者'}把它去掉。`;
    }
    case 'misplaced':
      return trouble.belongs === 'films'
        ? `参数${code(trouble.flag)}只用于视频：请用${code('/video')}，或者把它去掉。`
        : `参数${code(trouble.flag)}只用于已有的图片：请用${code('/zoom')}，或者把它去掉。`;
    case 'notForFilms':
      return `视频不支持参数${code(trouble.flag)}，请把它去掉。`;
    case 'twice': {
      const [first, second] = trouble.values.map((value) => (value === '' ? '空' : code(value)));
      return `参数${code(trouble.flag)}出现了两次（${first}和${second}），请只保留一个。`;
    }
    case 'conflict':
      return `参数${code(trouble.flag)}和${code(trouble.other)}互相冲突，请只保留一个。`;
    case 'contradiction':
      return `文字里写的是${code(trouble.flag)}，选项里选的是${code(trouble.option)}，请只保留一个。`;
  }
}

/** Tells a Chinese-speaking member which flags to mend, and how. */
export function explainFlags(troubles: readonly FlagTrouble[]): Explanation {
  const sentences = troubles.slice(0, 8).map((trouble) => sentence(trouble).replaceAll('  ', ' ').trim());
  const what =
    sentences.length === 1 ? sentences.join('') : `提示词里有几个参数需要修改：\n- ${sentences.join('\n- ')}\n`;
  return { what, next: '没有开始，也没有产生费用。' };
}
