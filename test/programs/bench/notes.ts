import type { Size } from './size.ts';

/** What a reader of the tables has to know. */
export function notes({ acknowledging, developing, remembering, dying }: Size): string {
  const pooled = acknowledging.rounds * acknowledging.gestures;
  return `This page is written by \`npm run bench -- --write\`; the last line says where, when and of which commit. First the goals, then
everything that was measured, then tables of single parts.

Darkroom and its rivals run side by side in one run, in processes of their own, with emulators of Discord and the relay on the same
machine: read the ratios, the times are of this machine. Values are medians of interleaved rounds after a warm-up, and the ratio is
the median of the rounds' own: below 1 is less. What jobs take is measured after ${developing.warming * developing.jobs} jobs of each bot, as before the engine still
compiles. From run to run the ratio of processor per job differs by a tenth or so, and those
of p99 severalfold, a floor's too: one run is no proof. "Naive" may make as many requests to Discord as it likes, so that it skips nothing
that there is to show, unless its row says otherwise. Acknowledgements, p50 to p99, are of all ${pooled} gestures of a bot together.

A goal's floor is what a rival comes to, against the same bot as Darkroom in that goal, that does the least of what Darkroom has to do: the
bare bot that writes as much as Darkroom for each gesture; the naive bot that writes as much as Darkroom for each job, asks the relay and
Discord no more often, and submits on fresh connections; or a bot that has Darkroom's code in memory. Its rows in the second table say
which it is. A goal below its floor is out of reach for whoever does that.

An acknowledgement is the time from the gesture until Discord has the first answer. "Alone": every slot of the relay is taken, so
Darkroom writes the job down, answers, submits nothing, and later tells the place in line by one edit. "With submissions": slots are free, so it also submits each job, on a
connection of its own, with its record on the disk first. A start is the time from the process's first moment until Discord has its
session and its commands; "warm" finds its code compiled by the start before, "cold" an empty folder. Memory is what the system
counts for the process, after ${remembering.jobs} jobs, ${remembering.inFlight} at once. The event loop's delay is that of a timer of
10 ms, which is included. A death is SIGKILL, and the supervisor starts the process again at once; Discord gives up on a gesture
after ${dying.deadline} ms. Decisions and longest work are measured on the code itself, without a process around it.

The table of open jobs is of one process for each line, which finds so many when it starts. "connected" is when it hears members
again, "all followed" when it has asked the relay after every job. Processor and delay are of a whole round of asking, the pause to
the next one included; "per job" and "per 1000 jobs" are what the first line, without jobs, does not need: with few jobs that is
mostly code which runs for the first time. Acknowledgements are of gestures one by one while the jobs are open.`;
}
