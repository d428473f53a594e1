// Asks the registry for known weaknesses of the packages Maru runs with: ends with 1 when there is one that is high or
// critical. Where the registry gives no answer (none can be reached, or it does not know the question) that is said, and
// is no fault of the program.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const args = ['audit', '--omit=dev', '--audit-level=high', '--json'];
const npm = process.env.npm_execpath;
const [command, first] = npm?.endsWith('js') ? [process.execPath, [npm]] : ['npm', []];
const { stdout } = spawnSync(command, [...first, ...args, '--fetch-retries=0', '--fetch-timeout=20000'], {
  cwd: fileURLToPath(new URL('../', import.meta.url)),
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'ignore'],
  // a registry that neither answers nor refuses
  timeout: 120_000,
});
const found = vulnerabilitiesIn(stdout ?? '');
if (found === null)
  console.error('既知の脆弱性は確認していません（registry が答えません）。 / npm audit: the registry gives no answer.');
else if (found.length > 0) {
  console.error(`既知の脆弱性があります。 / Known weaknesses: ${found.join(', ')}. See: npm audit --omit=dev`);
  process.exitCode = 1;
}

/** The packages with a high or critical weakness; null when the registry did not answer. */
function vulnerabilitiesIn(text) {
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    return null;
  }
  if (!answer.vulnerabilities) return null;
  return Object.values(answer.vulnerabilities)
    .filter(({ severity }) => severity === 'high' || severity === 'critical')
    .map(({ name, severity }) => `${name} (${severity})`);
}
