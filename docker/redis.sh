#!/bin/sh
# compose.yaml の Redis: Maru のためのユーザーだけを開け、そのパスワードを secrets のファイルから取る（値ではなく SHA-256 を渡す）。
# The Redis of compose.yaml: nobody but Maru's user is let in, with the password of the secret file (its SHA-256 is passed on).
#   sh redis.sh docker-entrypoint.sh redis-server
set -eu
password=$(tr -d '\r\n' <"${REDIS_PASSWORD_FILE:-/run/secrets/redis_password}")
if [ -z "$password" ]; then
  echo 'secrets/redis_password が空です（docs/operating.md）。 / secrets/redis_password is empty; see docs/operating.md.' >&2
  exit 1
fi
hash=$(printf %s "$password" | sha256sum | cut -d ' ' -f 1)
# 答える前にディスクへ。あふれても捨てない。 / On disk before each answer, and nothing is ever evicted.
exec "$@" - <<CONF
appendonly yes
appendfsync always
maxmemory 512mb
maxmemory-policy noeviction
user default off
user maru on #$hash resetkeys ~maru:* resetchannels nocommands +@connection -@dangerous +info +config|get +multi +exec +eval +evalsha +scan +type +get +set +del +pttl +pexpire +pexpireat +hget +hset +hsetnx +hdel +hexists +hlen +hmget +hgetall +hincrby +zadd +zrem +zcard +zscore +zrange +zrangebyscore +zrevrangebyscore
CONF
