/** The same through a pooler in transaction mode. */
import '../support/through-pgbouncer.js';
import '../main-job.test.js';
