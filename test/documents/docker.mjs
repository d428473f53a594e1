// `docker compose`, without an engine: what is run in a container of Maru is run here, with the folders that were mounted.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const { services } = parse(readFileSync(`${process.env.PROJECT}/compose.yaml`, 'utf8'));
const words = process.argv.slice(2);
const refuse = (why) => {
  process.stderr.write(`docker ${process.argv.slice(2).join(' ')}: ${why}\n`);
  process.exit(2);
};
if (words.shift() !== 'compose') refuse('not compose');
/** Options with a value, of the commands that the documents use. */
const WITH_VALUE = new Set(['-v', '--volume', '--user', '-p', '--profile']);
const given = [];
const options = () => {
  while (words[0]?.startsWith('-')) {
    const option = words.shift();
    given.push([option, WITH_VALUE.has(option) ? words.shift() : null]);
  }
};
options();
const verb = words.shift();
options();
if (verb === 'up') {
  for (const service of words) if (!(service in services)) refuse(`no service ${service}`);
} else if (verb === 'run' || verb === 'exec') {
  const service = words.shift();
  if (!(service in services)) refuse(`no service ${service}`);
  const command = verb === 'exec' ? words.slice(2) : words;
  if (verb === 'exec' && words.slice(0, 2).join(' ') !== 'node dist/cli.js')
    refuse('not the program of the image');
  const mounted = given.filter(([option]) => option === '-v').map(([, value]) => value.split(':'));
  const inside = (word) => mounted.reduce((path, [from, to]) => path.replace(to, from), word);
  const { status } = spawnSync('maru', command.map(inside), { stdio: 'inherit' });
  process.exit(status ?? 1);
} else refuse(`unknown: ${verb}`);
