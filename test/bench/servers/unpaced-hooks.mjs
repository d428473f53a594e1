const PACE = /\/dist\/chat\/(?:slack|teams)\/pace\.js$/;
const CLOCK = '() => performance.now()';

export async function load(url, context, next) {
  const loaded = await next(url, context);
  if (!PACE.test(url)) return loaded;
  const source = String(loaded.source);
  if (!source.includes(CLOCK)) throw new Error(`${url} has another clock than the one to be made faster`);
  return { ...loaded, source: source.replace(CLOCK, '() => performance.now() * 1e6') };
}
