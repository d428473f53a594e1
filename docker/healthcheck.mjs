// Is the process of this container alive? Exit code 0 when it says so. Run by HEALTHCHECK in the Dockerfile.
const PATIENCE_MS = 2_000;
const host = ['', '0.0.0.0', '::'].includes(process.env.HOST ?? '') ? '127.0.0.1' : process.env.HOST;
const at = `http://${host.includes(':') ? `[${host}]` : host}:${process.env.PORT || 3000}/healthz`;
try {
  const { status } = await fetch(at, { signal: AbortSignal.timeout(PATIENCE_MS) });
  process.exitCode = status === 200 ? 0 : 1;
} catch {
  process.exitCode = 1;
}
