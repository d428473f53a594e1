// `service.ts` as it is. As an option of Node.js every thread of the service would load what reads TypeScript, and start a
// thread for it: at each of the many starts as long as all the rest.
import '../support/typescript.mjs';

await import('./service.ts');
