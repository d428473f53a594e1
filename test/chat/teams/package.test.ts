/** What an administrator uploads: complete, within the limits of Teams' manifest, and true about what Maru does. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { linkedSection } from '../../../src/chat/linking.js';
import { COMMANDS } from '../../../src/chat/teams/incoming/commands.js';
import { MEMO_COMMAND } from '../../../src/chat/teams/incoming/message-action.js';
import { teamsPackage } from '../../../src/chat/teams/package.js';
import { teamsSettings } from '../../../src/chat/teams/settings.js';
import { wordOf } from '../../../src/core/conversation/keywords.js';
import { openZip, type Zip } from '../../../src/workbook/xlsx/zip.js';
import { testDir } from '../../support/stores.js';

const file = (name: string) => readFileSync(new URL(`../../../manifests/teams/${name}`, import.meta.url));
type Command = { title: string; description: string };
const manifest = JSON.parse(file('manifest.json').toString('utf8')) as {
  manifestVersion: string;
  version: string;
  name: { short: string; full: string };
  description: { short: string; full: string };
  accentColor: string;
  icons: { color: string; outline: string };
  bots: {
    scopes: ('personal' | 'team')[];
    commandLists: { scopes: ('personal' | 'team')[]; commands: Command[] }[];
  }[];
  composeExtensions: { botId: string; commands: (Command & { id: string; context: string[] })[] }[];
};
const ja = JSON.parse(file('ja.json').toString('utf8')) as Record<string, string>;
const APP_ID = '11111111-2222-4333-8444-555555555555';
const settings = (more: Record<string, string> = {}) =>
  teamsSettings.parse({
    MICROSOFT_APP_ID: APP_ID,
    TEAMS_PUBLIC_URL: 'https://maru.city.example.jp',
    ...more,
  });

/** The manifest in the package that these settings give. */
function manifestOf(more: Record<string, string>): object {
  const made = teamsPackage(settings(more));
  if (!made.ok) throw new Error(made.problems.join());
  const opened = openZip(made.bytes) as Zip;
  const bytes = opened.unpack(opened.entries.get('manifest.json')!) as Uint8Array;
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as object;
}

describe('the manifest', () => {
  const lists = manifest.bots[0]!.commandLists;

  test('offers exactly the commands that are understood, in both languages', () => {
    for (const [i, { scopes, commands }] of lists.entries()) {
      const [scope] = scopes;
      expect(commands.map(({ title }) => title)).toEqual(COMMANDS[scope!].map(({ en }) => en));
      const titles = commands.map((_command, n) => ja[`bots[0].commandLists[${i}].commands[${n}].title`]);
      expect(titles).toEqual(COMMANDS[scope!].map((command) => command.ja));
    }
    expect(lists.flatMap(({ scopes }) => scopes)).toEqual(Object.keys(COMMANDS));
    expect(manifest.bots[0]!.scopes.sort()).toEqual(Object.keys(COMMANDS).sort());
  });

  test('is valid by the schema of its version, with and without the consent to read replies', () => {
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(
      JSON.parse(
        readFileSync(new URL('../../fixtures/schemas/teams-manifest-1.29.json', import.meta.url), 'utf8'),
      ) as object,
    );
    for (const more of [{}, { TEAMS_READS_REPLIES: 'true' }]) {
      expect({ more, valid: validate(manifestOf(more)), errors: validate.errors }).toEqual({
        more,
        valid: true,
        errors: null,
      });
    }
    expect(validate({ ...manifestOf({}), supportsChannelFeatures: 'tier2' })).toBe(false);
  });

  test('works in private and shared channels, answers beside, and stands among the slash commands', () => {
    expect(manifestOf({})).toMatchObject({
      supportsChannelFeatures: 'tier1',
      bots: [
        {
          supportsTargetedMessages: true,
          commandLists: [{ triggers: ['mention', 'slash'] }, { triggers: ['mention', 'slash'] }],
        },
      ],
    });
  });

  test('every command has its handler', () => {
    for (const { ja: japanese, en } of COMMANDS.personal)
      for (const title of [japanese, en])
        expect({ title, word: wordOf(title) }).not.toEqual({ title, word: null });
    for (const { ja: japanese, en } of COMMANDS.team)
      for (const title of [japanese, en]) expect(linkedSection(`${title} 建設課`)).toBe('建設課');
  });

  test('asks for the form of the one message action that is handled, of this bot', () => {
    const made = manifestOf({}) as typeof manifest;
    expect(made.composeExtensions).toEqual([
      {
        botId: APP_ID,
        commands: [
          expect.objectContaining({
            id: MEMO_COMMAND,
            type: 'action',
            context: ['message'],
            fetchTask: true,
          }),
        ],
      },
    ]);
  });

  test('Japanese words stand for every English one, within the same lengths', () => {
    const words: [string, string, number][] = [
      ['name.short', manifest.name.short, 30],
      ['name.full', manifest.name.full, 100],
      ['description.short', manifest.description.short, 80],
      ['description.full', manifest.description.full, 4000],
      ...lists.flatMap(({ commands }, i) =>
        commands.flatMap(({ title, description }, n): [string, string, number][] => [
          [`bots[0].commandLists[${i}].commands[${n}].title`, title, 128],
          [`bots[0].commandLists[${i}].commands[${n}].description`, description, 4000],
        ]),
      ),
      ...manifest.composeExtensions.flatMap(({ commands }, i) =>
        commands.flatMap(({ title, description }, n): [string, string, number][] => [
          [`composeExtensions[${i}].commands[${n}].title`, title, 32],
          [`composeExtensions[${i}].commands[${n}].description`, description, 128],
        ]),
      ),
    ];
    for (const [key, english, most] of words) {
      expect(english.length).toBeLessThanOrEqual(most);
      expect({ key, length: ja[key]?.length ?? 0 }).toEqual({ key, length: expect.any(Number) });
      expect(ja[key]!.length).toBeLessThanOrEqual(most);
      expect(ja[key]).not.toBe('');
    }
    expect(
      Object.keys(ja)
        .filter((key) => key !== '$schema')
        .sort(),
    ).toEqual(words.map(([key]) => key).sort());
    for (const { commands } of lists) expect(commands.length).toBeLessThanOrEqual(12);
  });

  test.each([
    ['color.png', 192],
    ['outline.png', 32],
  ])('%s is a PNG of %d pixels', (name, pixels) => {
    const bytes = file(name);
    expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([pixels, pixels]);
    // eight bits a channel, with transparency
    expect([bytes[24], bytes[25]]).toEqual([8, 6]);
  });
});

describe('the package', () => {
  test('holds the four files with the ids of the installation, and nothing stands in for them', async () => {
    const made = teamsPackage(settings({ TEAMS_APP_ID: 'AAAAAAAA-2222-4333-8444-555555555555' }));
    if (!made.ok) throw new Error(made.problems.join());
    const path = join(await testDir(), 'maru.zip');
    writeFileSync(path, made.bytes);
    const opened = openZip(made.bytes) as Zip;
    expect([...opened.entries.keys()]).toEqual(['manifest.json', 'ja.json', 'color.png', 'outline.png']);
    const read = (name: string) => Buffer.from(opened.unpack(opened.entries.get(name)!) as Uint8Array);
    expect(read('color.png')).toEqual(file('color.png'));
    const text = read('manifest.json').toString('utf8');
    expect(text).not.toContain('00000000-0000-0000-0000-000000000000');
    expect(text).not.toContain('example.lg.jp');
    expect(JSON.parse(text)).toMatchObject({
      id: 'aaaaaaaa-2222-4333-8444-555555555555',
      bots: [{ botId: APP_ID }],
      validDomains: ['maru.city.example.jp'],
    });
    // another reader, since ours was written beside the writer
    const checked = execFileSync(process.execPath, ['-e', CHECK, path], { encoding: 'utf8' });
    expect(checked).toBe('ok');
    expect(teamsPackage(settings({ TEAMS_APP_ID: 'AAAAAAAA-2222-4333-8444-555555555555' }))).toEqual(made);
  });

  test('asks for the consent to read what is said in channels only where that is set', () => {
    expect(manifestOf({})).not.toHaveProperty('authorization');
    expect(manifestOf({ TEAMS_READS_REPLIES: 'true' })).toMatchObject({
      webApplicationInfo: { id: APP_ID, resource: 'https://maru.city.example.jp' },
      authorization: {
        permissions: { resourceSpecific: [{ name: 'ChannelMessage.Read.Group', type: 'Application' }] },
      },
    });
  });

  test.each([
    [{ MICROSOFT_APP_ID: '' }, 'MICROSOFT_APP_ID'],
    [{ TEAMS_PUBLIC_URL: '' }, 'TEAMS_PUBLIC_URL'],
    [{ TEAMS_PUBLIC_URL: 'http://maru.city.example.jp' }, 'https://'],
  ])('without %j it is not made, and it is said why', (more, named) => {
    const made = teamsPackage(settings(more as Record<string, string>));
    expect(made.ok ? '' : made.problems.join()).toContain(named);
  });
});

/** Every entry's checksum holds. */
const CHECK = `
const { readFileSync } = require('node:fs');
const { crc32, inflateRawSync } = require('node:zlib');
const bytes = readFileSync(process.argv[1]);
let at = 0;
while (bytes.readUInt32LE(at) === 0x04034b50) {
  const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  const end = start + bytes.readUInt32LE(at + 18);
  const unpacked = inflateRawSync(bytes.subarray(start, end));
  if (crc32(unpacked) !== bytes.readUInt32LE(at + 14) || unpacked.length !== bytes.readUInt32LE(at + 22)) throw new Error('damaged');
  at = end;
}
process.stdout.write('ok');
`;
