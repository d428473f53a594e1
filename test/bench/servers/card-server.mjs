// What is the same for a bare CloudAdapter of either SDK: one finished card goes out for everything that comes.
import express from 'express';

/** Serves `adapter` behind these handlers, and says where. */
export function serveCard(adapter, ...before) {
  adapter.onTurnError = async (_context, error) => {
    console.error(error);
    throw error;
  };
  const content = JSON.parse(process.env.BENCH_CARD);
  const app = express();
  app.post('/teams/messages', express.json(), ...before, (request, response) =>
    adapter.process(request, response, async (context) => {
      await context.sendActivity({
        type: 'message',
        attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
      });
      if (context.activity.type === 'invoke')
        await context.sendActivity({
          type: 'invokeResponse',
          value: {
            status: 200,
            body: {
              statusCode: 200,
              type: 'application/vnd.microsoft.activity.message',
              value: '受け付けました',
            },
          },
        });
    }),
  );
  const server = app.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
  process.on('SIGTERM', () => process.exit(0));
}
