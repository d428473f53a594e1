// Is the process of this container alive? Exit code 0 when it says so. Run by HEALTHCHECK in the Dockerfile, every few
// seconds: by what Node.js has loaded already, so that a busy machine is no reason to call it dead.
import { get } from 'node:http';

const PATIENCE_MS = 2_000;
const host = ['', '0.0.0.0', '::'].includes(process.env.HOST ?? '') ? '127.0.0.1' : process.env.HOST;
const at = `http://${host.includes(':') ? `[${host}]` : host}:${process.env.PORT || 3000}/healthz`;
process.exitCode = 1;
const asked = get(at, { signal: AbortSignal.timeout(PATIENCE_MS) }, ({ statusCode }) => {
  if (statusCode === 200) process.exitCode = 0;
  asked.destroy();
});
asked.on('error', () => undefined);
