// Judges regular expressions: a list of [source, flags, parameters of recheck] in JSON on standard input, the list of the
// verdicts on standard output. A process of its own, because recheck keeps its program running until whoever asked ends.
import { json } from 'node:stream/consumers';
import { check } from 'recheck';

const asked = await json(process.stdin);
const verdicts = [];
// The program is started by the first question, and takes a core for each that is asked at the same time.
await check('a', '');
const rest = asked.keys();
await Promise.all(
  [0, 1].map(async () => {
    for (const at of rest) {
      const judged = await check(...asked[at]);
      verdicts[at] = judged.status === 'vulnerable' ? judged.complexity.summary : judged.status;
    }
  }),
);
process.stdout.write(JSON.stringify(verdicts));
