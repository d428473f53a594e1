/** The manifest asks for exactly what the code uses: every scope, event and command has its reason, and the other way round. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { SLACK_PATHS } from '../../../src/chat/slack/incoming/http.js';
import { DELIVERED, METHODS } from '../../../src/chat/slack/outgoing/methods.js';

const root = new URL('../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const manifest = JSON.parse(read('manifests/slack/manifest.json'));
const folder = 'src/chat/slack/';
const sources = readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('methods.ts'))
  .map((file) => read(`${folder}${file}`))
  .join('\n');

describe('the manifest of the Slack app', () => {
  test('asks for the scopes of the methods, events and commands, and no others', () => {
    const needed = new Set<string | null>([
      ...Object.values(METHODS).flatMap((method): readonly string[] => method.scopes),
      ...Object.values(DELIVERED.events),
      ...Object.values(DELIVERED.commands),
      ...Object.values(DELIVERED.shortcuts),
    ]);
    needed.delete(null);
    expect(manifest.oauth_config.scopes.bot).toEqual([...needed].sort());
    expect(manifest.oauth_config.scopes.user).toBeUndefined();
  });

  test('every method in the table is called, and only those', () => {
    const called = new Set(
      [...sources.matchAll(/'((?:auth|chat|conversations|users|views|files)\.[A-Za-z]+)'/gu)].map(
        (one) => one[1],
      ),
    );
    expect([...called].sort()).toEqual(Object.keys(METHODS).sort());
  });

  test('subscribes to the events and commands that have a listener', () => {
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(Object.keys(DELIVERED.events).sort());
    expect(manifest.features.slash_commands.map(({ command }: { command: string }) => command)).toEqual(
      Object.keys(DELIVERED.commands),
    );
    expect(manifest.features.shortcuts).toEqual(
      Object.keys(DELIVERED.shortcuts).map((callback_id) =>
        expect.objectContaining({ type: 'message', callback_id }),
      ),
    );
  });

  test('people can write to the bot and see their home', () => {
    expect(manifest.features.app_home).toEqual({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
  });

  test('may be installed once in a whole organisation (incoming/organization.test.ts)', () => {
    expect(manifest.settings.org_deploy_enabled).toBe(true);
  });

  test('every address leads to a path that is listened at', () => {
    const urls = [
      manifest.settings.event_subscriptions.request_url,
      manifest.settings.interactivity.request_url,
      ...manifest.features.slash_commands.map(({ url }: { url: string }) => url),
    ];
    for (const url of urls) expect(SLACK_PATHS).toContain(new URL(url).pathname);
  });

  test('is still JSON when the lines of its addresses are deleted, as for Socket Mode', () => {
    const lines = read('manifests/slack/manifest.json').split('\n');
    const others = lines.filter((line) => !/"(?:url|request_url)":/u.test(line));
    expect(lines.length - others.length).toBe(3);
    expect(() => JSON.parse(others.join('\n'))).not.toThrow();
  });

  test('is what the Slack CLI is given, whose other command starts the service in Socket Mode', () => {
    const { hooks } = JSON.parse(read('.slack/hooks.json')) as { hooks: { [name: string]: string } };
    const got = execFileSync('sh', ['-c', hooks['get-manifest']!], {
      cwd: fileURLToPath(root),
      encoding: 'utf8',
    });
    expect(JSON.parse(got)).toEqual(manifest);
    expect(hooks.start).toMatch(/^SLACK_MODE=socket .* npm run -s maru -- serve$/u);
  });

  test('is valid by Slack’s schema', () => {
    const schema = read('test/fixtures/schemas/slack-manifest-2.0.0.json');
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(schema) as object);
    expect({ valid: validate(manifest), errors: validate.errors }).toEqual({ valid: true, errors: null });
    expect(validate({ ...manifest, settings: { ...manifest.settings, org_deploy_enabled: 'yes' } })).toBe(
      false,
    );
  });

  test('keeps to the lengths of Slack’s schema', () => {
    const { name, description, long_description: long } = manifest.display_information;
    expect(name.length).toBeLessThanOrEqual(35);
    expect(description.length).toBeLessThanOrEqual(140);
    expect(long.length).toBeGreaterThanOrEqual(175);
    expect(long.length).toBeLessThanOrEqual(4000);
    expect(manifest.features.bot_user.display_name).toMatch(/^[a-z0-9._-]{1,80}$/u);
  });
});
