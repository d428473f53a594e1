/** The same through a pooler in transaction mode. */
import '../support/through-pgbouncer.js';
import '../store/postgres/connection/change-feed.test.js';
