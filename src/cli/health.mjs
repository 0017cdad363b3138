// Asks the Darkroom of this container whether a restart would help it: exit code 0 when not. node:http and nothing else, as
// this runs once a minute and `fetch` takes twice the processor's time.
import { get } from 'node:http';

const port = (process.env.PORT ?? '').trim();
/** Less than the 5 s that HEALTHCHECK gives it. */
const PATIENCE = 4_000;

function unwell(why) {
  process.stderr.write(`${why}\n`);
  process.exit(1);
}

// Without a port there is nobody to ask.
if (port === '') process.exit(0);

get({ host: '127.0.0.1', port, path: '/livez', timeout: PATIENCE }, (response) => {
  if (response.statusCode !== 200) unwell(`/livez on port ${port} says ${response.statusCode}.`);
  process.exit(0);
})
  .on('timeout', () => unwell(`/livez on port ${port} does not answer.`))
  .on('error', ({ code }) => unwell(`/livez on port ${port} cannot be asked (${code}).`));
