import { describe, expect, test } from '@jest/globals';
import { activitySchema } from '../../../../src/chat/teams/activity.js';
import { typedText } from '../../../../src/chat/teams/incoming/typed.js';

const activity = (parts: object) =>
  activitySchema.parse({
    type: 'message',
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/jp/',
    from: { id: '29:a' },
    recipient: { id: '28:bot', name: 'Maru' },
    conversation: { id: 'a:1' },
    ...parts,
  });
const mention = { type: 'mention', text: '<at>Maru</at>', mentioned: { id: '28:bot' } };
const html = (content: string) => ({ attachments: [{ contentType: 'text/html', content }] });

describe('texts as typed', () => {
  test.each([
    ['as it is', { text: ' 190人 & <b>x</b>\r\n2行目' }, ' 190人 & <b>x</b>\n2行目'],
    [
      'a mention of the bot goes',
      { text: '<at>Maru</at> 連携 建設課\n', entities: [mention] },
      '連携 建設課',
    ],
    [
      'of another mention the name stays',
      { text: '<at>課長</at>へ報告済み', entities: [] },
      '課長へ報告済み',
    ],
    ['blanks of the client', { text: '<at>Maru</at>&nbsp;ヘルプ', entities: [mention] }, 'ヘルプ'],
    [
      'entities where the client sends them',
      { text: 'A &amp; B &lt;C&gt;', ...html('<p>A &amp; B &lt;C&gt;</p>') },
      'A & B <C>',
    ],
    ['entities that were typed', { text: 'A &amp; B', ...html('<p>A &amp;amp; B</p>') }, 'A &amp; B'],
    [
      'a quoted message is not part of the answer',
      {
        text: '質問です 190人\n2行目',
        ...html(
          '<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="17"><p>質問です</p></blockquote><p>190人<br>2行目</p>',
        ),
      },
      '190人\n2行目',
    ],
    [
      'a text that is XML',
      { textFormat: 'xml', text: '<div><at>Maru</at> 190人<br/>A &amp; B</div>', entities: [mention] },
      '190人\nA & B',
    ],
    ['nothing', {}, ''],
  ])('%s', (_name, parts, expected) => {
    expect(typedText(activity(parts))).toBe(expected);
  });
});
