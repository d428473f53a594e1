/** What a client shows of a card: its texts and its buttons, and what a press on a button sends. */
import type { Posted } from '../../support/bot-connector.js';

type Node = { readonly [key: string]: unknown };
export type Shown = ReturnType<typeof shown>;

/** The card of a message. */
export function cardOf(message: Posted | undefined): Node {
  const [attachment] = (message?.activity.attachments ?? []) as { contentType?: string; content?: Node }[];
  if (attachment?.contentType !== 'application/vnd.microsoft.card.adaptive' || !attachment.content)
    throw new Error(`no card in ${JSON.stringify(message)}`);
  return attachment.content;
}

/** The texts and buttons of a card. */
export function shown(card: Node) {
  const texts: string[] = [];
  const buttons: { type: string; title: string; data: Node }[] = [];
  const inputs: { id: string; value: string }[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return void value.forEach(walk);
    if (typeof value !== 'object' || value === null) return;
    const node = value as Node;
    if (typeof node.type === 'string' && node.type.startsWith('Action.')) {
      buttons.push({ type: node.type, title: String(node.title), data: node.data as Node });
      return;
    }
    if (typeof node.type === 'string' && node.type.startsWith('Input.'))
      inputs.push({ id: String(node.id), value: String(node.value ?? '') });
    for (const key of ['text', 'title', 'value'])
      if (typeof node[key] === 'string') texts.push(String(node[key]));
    for (const item of Object.values(node)) walk(item);
  };
  walk(card.body);
  walk(card.actions);
  return {
    text: texts.join('\n'),
    buttons,
    inputs,
    button(title: string) {
      const found = buttons.find((one) => one.title.includes(title));
      if (!found)
        throw new Error(`no button 「${title}」 among ${buttons.map((one) => one.title).join(' | ')}`);
      return found;
    },
  };
}

/** The card of the dialog that an invoke was answered with. */
export function dialogCard(body: { [key: string]: unknown } | null) {
  const task = body?.task as { type: string; value: { card: { content: Node } } } | undefined;
  if (task?.type !== 'continue') throw new Error(`no dialog in ${JSON.stringify(body)}`);
  return shown(task.value.card.content);
}
