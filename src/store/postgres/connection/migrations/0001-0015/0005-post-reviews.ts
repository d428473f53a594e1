/** 後閲: what deputies decided, in a list for the holder of the post, until it is noted as seen. */
export const sql = `
create table post_reviews (
  -- without a sequence: a backup is rows, and nothing beside them
  no bigint primary key,
  post_id text not null references posts,
  -- who was absent; null: nobody held the post
  holder_id text references people,
  report_id text not null references reports,
  version integer not null,
  decision text not null,
  deputy text not null,
  decided_at timestamptz not null,
  seen_at timestamptz,
  seen_by text references people
);
create index post_reviews_open on post_reviews (post_id) where seen_at is null;
create index post_reviews_holder on post_reviews (holder_id) where seen_at is null;

-- the messages in private about a report, to be brought up to date with it
create index notices_decide on notices ((about->>'reportId')) where kind = 'decide';
`;
