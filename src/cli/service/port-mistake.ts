/** What is said when the service cannot open its port. */
import { Mistake } from '../mistake.js';

/** A port or address that cannot be opened is a Mistake saying so. */
export const portMistake =
  (key: 'PORT' | 'MONITOR_PORT', port: number, host = '') =>
  (fault: unknown): never => {
    const hostKey = key === 'PORT' ? 'HOST' : 'MONITOR_HOST';
    switch ((fault as NodeJS.ErrnoException).code) {
      case 'EADDRINUSE':
        throw new Mistake(
          `ポート ${port} は別のプログラムが使っています。${key} を変えてください。 / Port ${port} is in use; set ${key}.`,
        );
      case 'EACCES':
        throw new Mistake(
          `ポート ${port} を開く権限がありません。${key} を1024以上にしてください。 / Port ${port} may not be opened; set ${key} to 1024 or above.`,
        );
      case 'EADDRNOTAVAIL':
      case 'ENOTFOUND':
        throw new Mistake(
          `${host} はこのコンピューターのアドレスではありません。${hostKey} を変えてください。 / ${host} is no address of this machine; set ${hostKey}.`,
        );
      default:
        throw fault;
    }
  };
