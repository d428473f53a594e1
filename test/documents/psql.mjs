// What `psql` does with a script on its standard input, as the administrator of the PostgreSQL in SUPER_URL.
import { text } from 'node:stream/consumers';
import pg from 'pg';

const client = new pg.Client({ connectionString: process.env.SUPER_URL });
await client.connect();
try {
  // One by one: CREATE DATABASE cannot be part of several.
  for (const statement of (await text(process.stdin)).split(';\n').filter((one) => one.trim() !== ''))
    await client.query(statement);
} finally {
  await client.end();
}
