import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { lastLines, run } from './command.js';

/**
 * Fetches a Debian package and whatever it needs that this machine lacks, and unpacks it all under `cacheDir`
 * without being root: apt works on lists and a cache of its own, and reads the machine's list of installed
 * packages only. Leaves `cacheDir/bin/NAME`, a small script that runs the program with its libraries and fonts.
 *
 * @returns null on success, else the reason in one line
 */
export async function fetchDebianPackage(
  wanted: { debianPackage: string; niceToHave: readonly string[]; program: string; name: string },
  cacheDir: string,
): Promise<string | null> {
  const aptDir = join(cacheDir, 'apt');
  const downloads = join(aptDir, `download-${wanted.name}`);
  const unpacked = join(cacheDir, wanted.name);
  await rm(downloads, { recursive: true, force: true });
  for (const dir of ['state/lists/partial', 'cache/archives/partial']) {
    await mkdir(join(aptDir, dir), { recursive: true });
  }
  await mkdir(downloads, { recursive: true });
  const apt = (...args: string[]) =>
    run(
      'env',
      [
        'LC_ALL=C',
        'apt-get',
        '-o',
        `Dir::State=${join(aptDir, 'state')}`,
        '-o',
        `Dir::Cache=${join(aptDir, 'cache')}`,
        '-o',
        'Dir::State::status=/var/lib/dpkg/status',
        // As root apt would download as a user that may not write here.
        '-o',
        'APT::Sandbox::User=',
        ...args,
      ],
      { cwd: downloads },
    );
  const update = await apt('update');
  const simulate = (...names: string[]) => apt('-s', '--no-install-recommends', 'install', ...names);
  let plan = await simulate(wanted.debianPackage, ...wanted.niceToHave);
  if (plan.code !== 0) plan = await simulate(wanted.debianPackage);
  if (plan.code !== 0) return oneLine(update.code === 0 ? plan.everything : update.everything);
  const packages = plannedPackages(plan.output);
  // The package may count as installed, and yet the program was not found: unpack at least the package itself.
  if (!packages.some((one) => one.startsWith(`${wanted.debianPackage}=`)))
    packages.push(wanted.debianPackage);
  const fetched = await apt('download', ...packages);
  if (fetched.code !== 0) return oneLine(fetched.everything);

  const fresh = `${unpacked}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  for (const file of await readdir(downloads)) {
    if (!file.endsWith('.deb')) continue;
    const extracted = await run('dpkg-deb', ['-x', join(downloads, file), fresh]);
    if (extracted.code !== 0) return oneLine(extracted.everything);
  }
  await rm(unpacked, { recursive: true, force: true });
  await rename(fresh, unpacked);
  await rm(aptDir, { recursive: true, force: true });

  await mkdir(join(cacheDir, 'bin'), { recursive: true });
  const script = join(cacheDir, 'bin', wanted.name);
  await writeFile(script, startScript(wanted, await libraryDirs(unpacked)));
  await chmod(script, 0o755);
  return null;
}

const oneLine = (text: string): string => lastLines(text, 3).replaceAll('\n', ' ');

/** The packages apt would install, as `name=version`, from the lines `Inst name [old] (version origin [arch])`. */
export function plannedPackages(simulation: string): string[] {
  const packages: string[] = [];
  for (const [, name, version] of simulation.matchAll(/^Inst (\S+) (?:\[[^\]\s]*\] )?\((\S+)/gm)) {
    packages.push(`${name}=${version}`);
  }
  return packages;
}

/** Every folder with shared libraries: some packages keep theirs in folders only their own path names. */
async function libraryDirs(root: string): Promise<string[]> {
  const found = new Set<string>();
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (/^lib.*\.so(\.|$)/.test(entry.name)) found.add(relative(root, entry.parentPath));
  }
  return [...found].sort();
}

/**
 * The project's folder may be moved or copied, so the script finds everything from its own place. Fonts are
 * those of the machine and those unpacked; the machine may have no font configuration at all.
 */
function startScript(wanted: { name: string; program: string }, libraries: readonly string[]): string {
  const path = libraries.map((dir) => `$root/${dir}`).join(':');
  return `#!/bin/sh
cache=$(dirname "$(dirname "$(readlink -f "$0")")")
root=$cache/${wanted.name}
export LD_LIBRARY_PATH="${path}\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
if [ -d "$root/usr/share/fonts" ]; then
  export FONTCONFIG_FILE="$root/fonts.conf"
  if ! grep -qsF "$root" "$FONTCONFIG_FILE"; then
    cat > "$FONTCONFIG_FILE.$$" <<END && mv "$FONTCONFIG_FILE.$$" "$FONTCONFIG_FILE"
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <include ignore_missing="yes">$root/etc/fonts/fonts.conf</include>
  <dir>/usr/share/fonts</dir>
  <dir>$root/usr/share/fonts</dir>
  <cachedir>$root/font-cache</cachedir>
</fontconfig>
END
  fi
fi
exec "$root/${wanted.program}" "$@"
`;
}
