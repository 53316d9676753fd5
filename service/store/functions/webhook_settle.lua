--[[ webhook_settle: keeps what became of trying to deliver the first event of a comment's line.

KEYS  1 waiting (hash)   2 due (zset)   3 tries (hash)   4 dead (hash)
ARGV  1 comment's id   2 event's id   3 'delivered', 'later' or 'dead'   4 when the line is due again (ms)
      5 later: the tries (JSON); dead: the letter (JSON)
Returns  {'kept'} | {'stale'}: this event is no longer the first of its line, and nothing changed
]]

local function webhook_settle(keys, args)
    local comment, event, outcome, due, note = args[1], args[2], args[3], args[4], args[5]
    local line = redis.call('HGET', keys[1], comment) or ''
    if line:match('^%S+') ~= event then return {'stale'} end
    if outcome == 'later' then
        redis.call('HSET', keys[3], comment, note)
        redis.call('ZADD', keys[2], due, comment)
        return {'kept'}
    end
    if outcome == 'dead' then redis.call('HSET', keys[4], event, note) end
    redis.call('HDEL', keys[3], comment)
    local rest = line:sub(#event + 2)
    if rest == '' then
        redis.call('HDEL', keys[1], comment)
        redis.call('ZREM', keys[2], comment)
    else
        redis.call('HSET', keys[1], comment, rest)
        redis.call('ZADD', keys[2], due, comment)
    end
    return {'kept'}
end

register('webhook_settle', webhook_settle)
