--[[ webhook_resend: puts a dead letter back at the head of its comment's line, due now, with all its tries.

KEYS  1 waiting (hash)   2 due (zset)   3 tries (hash)   4 dead (hash)
ARGV  1 comment's id   2 event's id   3 now (ms)
Returns  {'queued'} | {'gone'}: there is no such letter
]]

local function webhook_resend(keys, args)
    local comment, event = args[1], args[2]
    if redis.call('HDEL', keys[4], event) == 0 then return {'gone'} end
    local line = redis.call('HGET', keys[1], comment)
    redis.call('HSET', keys[1], comment, line and event .. ' ' .. line or event)
    redis.call('HDEL', keys[3], comment)
    redis.call('ZADD', keys[2], args[3], comment)
    return {'queued'}
end

register('webhook_resend', webhook_resend)
