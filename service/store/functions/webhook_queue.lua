--[[ webhook_queue: takes events from the outbox into an endpoint's queue, each once.

Each comment has a line of its own, so that one that can't be delivered holds up no other comment's events.

KEYS  1 hook (hash)   2 waiting (hash)   3 due (zset)
ARGV  1 the cursor as the caller read it   2 the new cursor   3 now (ms)   4… comment's id, event's id for each event
Returns  {'queued'} | {'moved'}: somebody else was faster, and nothing changed
]]

local function webhook_queue(keys, args)
    if (redis.call('HGET', keys[1], 'cursor') or '') ~= args[1] then return {'moved'} end
    for place = 4, #args, 2 do
        local comment, event = args[place], args[place + 1]
        local line = redis.call('HGET', keys[2], comment)
        redis.call('HSET', keys[2], comment, line and line .. ' ' .. event or event)
        if not line then redis.call('ZADD', keys[3], args[3], comment) end
    end
    redis.call('HSET', keys[1], 'cursor', args[2])
    return {'queued'}
end

register('webhook_queue', webhook_queue)
