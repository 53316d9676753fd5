--[[ ban: keeps an author or an address from commenting, for a time or for good.

KEYS  1…14 places of the comment that gave cause   15 ban (hash)   16 bans (zset)
ARGV  1 by   2 now (ms)   3 until (ms, 0 = for good)   4 reason   5 keep_from (ms)   6 entry (JSON) but for its
      status, which is the one that stands   7 who   8 target   9 id of the comment   10 article
Returns  {'banned', event's id}
]]

local function ban(keys, args)
    local at, key, until_ms = places(keys), keys[15], tonumber(args[3])
    redis.call('HSET', key, 'by', args[1], 'at', args[2], 'until', args[3], 'reason', args[4], 'target', args[8],
        'comment', args[9], 'article', args[10])
    if until_ms == 0 then redis.call('PERSIST', key) else redis.call('PEXPIREAT', key, args[3]) end
    redis.call('ZREMRANGEBYSCORE', keys[16], '-inf', args[2])
    redis.call('ZADD', keys[16], until_ms == 0 and '+inf' or args[3], args[7])
    return {'banned', journal_aside(at, args[6], args[5])}
end

register('ban', ban)
