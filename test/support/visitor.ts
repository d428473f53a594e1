/** A visitor of the playground who sees and does only what its page can: through its HTTP door. */
import type { ShownMessage } from '../../src/chat/playground/shown.js';

type Pressable = { readonly title: string; readonly action: string; readonly message: string };
type BotMessage = Extract<ShownMessage, { from: 'bot' }>;

let ids = 0;

/** What somebody does on the page at `url`; `settled` resolves when the service has nothing under way. */
export function visitor(demo: { readonly url: string; settled(): Promise<void> }) {
  async function send(
    path: string,
    body: object,
  ): Promise<{ status: string; reply: { kind: string } | null }> {
    ids += 1;
    const response = await fetch(`${demo.url}/api/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ id: `visitor-${String(ids).padStart(8, '0')}`, ...body }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    const answer = (await response.json()) as { status: string; reply: { kind: string } | null };
    await demo.settled();
    return answer;
  }

  async function messages(query: Record<string, string>): Promise<BotMessage[]> {
    const response = await fetch(`${demo.url}/api/conversation?${new URLSearchParams(query)}`);
    const { messages: all } = (await response.json()) as { messages: ShownMessage[] };
    return all
      .filter((message): message is BotMessage => message.from === 'bot')
      .sort((a, b) => a.number - b.number);
  }

  /** Everything that can be pressed on a message, as the Teams look of its cards has it. */
  function buttonsOf(message: BotMessage): Pressable[] {
    const found: Pressable[] = [];
    const walk = (value: unknown): void => {
      if (Array.isArray(value)) {
        value.forEach(walk);
        return;
      }
      if (value === null || typeof value !== 'object') return;
      const { title, data } = value as { title?: unknown; data?: { action?: unknown } };
      if (typeof title === 'string' && typeof data?.action === 'string')
        found.push({ title, action: data.action, message: message.id });
      for (const [key, inner] of Object.entries(value)) if (key !== 'fallback') walk(inner);
    };
    walk(message.looks.teams);
    return found;
  }

  const self = {
    say: (person: string, text: string) => send('said', { person, text, channel: null, thread: null }),
    /** Drops a file on the direct message; gives the status and what was answered. */
    async drop(person: string, name: string, bytes: Uint8Array) {
      ids += 1;
      const query = new URLSearchParams({ id: `visitor-${String(ids).padStart(8, '0')}`, person, name });
      const response = await fetch(`${demo.url}/api/file?${query}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/octet-stream' },
        body: Buffer.from(bytes),
      });
      const answer = (await response.json()) as { message?: string };
      await demo.settled();
      return { http: response.status, message: answer.message };
    },
    /** The bytes of the file beside a message, and the name it is offered under. */
    async download(message: BotMessage) {
      if (!message.file) throw new Error(`no file beside 「${message.summary}」`);
      const response = await fetch(new URL(message.file.path, `${demo.url}/`));
      return {
        bytes: new Uint8Array(await response.arrayBuffer()),
        offered: response.headers.get('content-disposition') ?? '',
        type: response.headers.get('content-type') ?? '',
        sniffing: response.headers.get('x-content-type-options') ?? '',
      };
    },
    direct: (person: string) => messages({ person }),
    channel: async (person: string, channel: string) =>
      (await messages({ person, channel })).filter((m) => m.conversation.includes('channel')),
    /** The last thing Maru said in private. */
    async last(person: string): Promise<BotMessage> {
      const last = (await self.direct(person)).at(-1);
      if (!last) throw new Error(`nothing was said to ${person}`);
      return last;
    },
    buttonsOf,
    /** Presses the button whose title begins with `title`. */
    async press(person: string, message: BotMessage, title: string, fields: Record<string, string> = {}) {
      const buttons = buttonsOf(message);
      const button = buttons.find((one) => one.title.startsWith(title));
      if (!button) throw new Error(`no button ${title} among ${buttons.map((b) => b.title).join(' | ')}`);
      return send('pressed', { person, message: button.message, action: button.action, fields });
    },
    /** Sends a form that `press` opened. */
    async fill(person: string, message: BotMessage, action: string, fields: Record<string, string>) {
      return send('pressed', { person, message: message.id, action, fields });
    },
  };
  return self;
}
