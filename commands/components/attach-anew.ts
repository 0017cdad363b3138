import type { Handler } from '../../src/discord/handler.ts';
import { attachModal, readAttached } from '../../src/discord/input/attach-modal.ts';
import { asJobOf } from '../../src/discord/input/spending.ts';
import { isOpenedHere } from '../../src/discord/input/trust.ts';
import { maySee } from '../../src/discord/lookup/find-result.ts';
import { attachAnewId } from '../../src/discord/render/custom-ids.ts';
import { givenPictures, withPictures } from '../../src/domain/pictures/given.ts';

/** "Attach anew" below a job whose picture could not be had: does the same with other pictures. */
export default {
  button: {
    prefix: attachAnewId.prefix,
    spends: asJobOf(attachAnewId),
    async press({ customId }, { askFor, responder, engine, words }) {
      const [jobId = ''] = attachAnewId.decode(customId) ?? [];
      const job = await engine.job(jobId);
      const count = job ? givenPictures(job.request) : null;
      if (!job || !count) return responder.tell(words.replies.buttonsExpired);
      await askFor(job.request, attachModal(attachAnewId.encode(jobId), count, words));
    },
  },
  modal: {
    prefix: attachAnewId.prefix,
    spends: asJobOf(attachAnewId),
    async submit(interaction, { begin, responder, engine, words }) {
      const [jobId = ''] = attachAnewId.decode(interaction.customId) ?? [];
      const job = await engine.job(jobId);
      const count = job ? givenPictures(job.request) : null;
      if (!job || !count) return responder.tell(words.replies.buttonsExpired);
      const place = 'place' in job ? job.place : null;
      if (!isOpenedHere(interaction) && !maySee(interaction, job, place)) return responder.tell(words.replies.notYours);
      const given = readAttached(interaction, words);
      const urls: string[] = [];
      for (const picture of given) {
        if ('refusal' in picture) return responder.tell(picture.refusal);
        urls.push(picture.url);
      }
      if (urls.length < count.least || urls.length > count.most) return responder.tell(words.media.noPicture);
      await begin({
        request: withPictures(job.request, urls),
        prompt: job.prompt,
        private: job.private,
        ...(job.parent && { parent: job.parent }),
      });
    },
  },
} satisfies Handler;
