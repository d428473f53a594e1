/** The board in 事務局's home has its picture: uploaded when it changes, not each time the home is opened. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openPainter } from '../../../../src/picture/painter.js';
import { CHANNEL, type City, COORDINATOR, STAFF, startCity } from '../../../support/slack-city.js';

const painter = openPainter();
let held: Promise<void> | null = null;
const draw: typeof painter.draw = async (...wanted) => {
  await held;
  return painter.draw(...wanted);
};
let city: City;
beforeAll(async () => {
  city = await startCity({ pictures: { draw } });
}, 60_000);
afterAll(async () => {
  await city?.stop();
  await painter.close();
});

type Block = { type: string; slack_file?: { id: string }; alt_text?: string };
const blocks = (user: string) => (city.server.homes.get(user)?.blocks ?? []) as Block[];
const image = () => blocks(COORDINATOR).find(({ type }) => type === 'image');
const uploads = () =>
  city.server.calls.filter(({ method }) => method === 'files.getUploadURLExternal').length;
const opens = async (user: string) => {
  await city.sender.opensHome(user);
  await city.settled();
};

test('opened for the first time it shows its numbers before the picture is there', async () => {
  let letGo = () => {};
  held = new Promise((resolve) => {
    letGo = resolve;
  });
  await city.sender.opensHome(COORDINATOR);
  await city.slack.idle();
  expect([JSON.stringify(blocks(COORDINATOR)).includes('未提出 4'), image()]).toEqual([true, undefined]);
  held = null;
  letGo();
  await city.settled();
  expect(image()?.slack_file?.id).toBeDefined();
});

test('opened again it shows the same file; the numbers stand beside it', async () => {
  await opens(COORDINATOR);
  const first = image();
  expect(first?.slack_file?.id).toBeDefined();
  expect(first?.alt_text).toContain('北区（1課） 未着手 1');
  expect(JSON.stringify(blocks(COORDINATOR))).toContain('未提出 4');
  await opens(COORDINATOR);
  expect([image()?.slack_file?.id, uploads()]).toEqual([first?.slack_file?.id, 1]);
});

test('without a picture when Slack takes none, and never in the home of who has no board', async () => {
  city.server.files.clear();
  await opens(COORDINATOR);
  expect(image()).toBeUndefined();
  expect(JSON.stringify(blocks(COORDINATOR))).toContain('未提出 4');
  await opens(COORDINATOR);
  expect(image()?.slack_file?.id).toBeDefined();
  await opens(STAFF);
  expect(blocks(STAFF).some(({ type }) => type === 'image')).toBe(false);
});

test('what Slack shows to them alone beside a channel comes with it: nobody can edit that', async () => {
  await city.sender.command(COORDINATOR, '連携　建設課', CHANNEL);
  await city.settled();
  await city.sender.mentions(COORDINATOR, CHANNEL, '状況');
  await city.settled();
  const [beside, ...others] = city.server.ephemerals.map(({ message }) => message);
  expect([beside?.text.includes('4件中0件が承認済'), others]).toEqual([true, []]);
  const shown = (beside?.blocks ?? []) as Block[];
  expect(shown.find(({ type }) => type === 'image')?.slack_file?.id).toBeDefined();
});
