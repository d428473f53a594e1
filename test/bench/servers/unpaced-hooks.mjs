const PACE = /(function makeRateLimit\d*\(\s*\w+\s*=\s*\(\)\s*=>\s*performance\.now\(\))/g;
const NAMED = 'function makeRateLimit';

export async function load(url, context, next) {
  const loaded = await next(url, context);
  if (!/\/dist\/.*\.js$/.test(url)) return loaded;
  const source = String(loaded.source);
  if (!source.includes(NAMED)) return loaded;
  const faster = source.replace(PACE, '$1 * 1e6');
  if (faster.split('* 1e6').length < source.split(NAMED).length)
    throw new Error(`${url} has another clock than the one to be made faster`);
  return { ...loaded, source: faster };
}
