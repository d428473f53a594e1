/**
 * The arguments of a call of the Web API, from a form or from JSON, as a form would hold them: what is no text is JSON
 * (docs.slack.dev/apis/web-api).
 */
export function slackArguments(body: string): Record<string, string> {
  if (!body.startsWith('{')) return Object.fromEntries(new URLSearchParams(body));
  const data = JSON.parse(body) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}
