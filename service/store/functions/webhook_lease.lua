--[[ webhook_lease: one process at a time delivers for an endpoint.

Guarantee: two processes never hold the same endpoint, as long as each stops when its time is over.

KEYS  1 hook (hash)
ARGV  1 now (ms)   2 the process's token   3 until when it wants to hold it (ms; the past: it lets go)
Returns  {'held', cursor, why it is disabled or ''} | {'taken'}: another process holds it
]]

local function webhook_lease(keys, args)
    local kept = redis.call('HMGET', keys[1], 'lease', 'lease_until', 'cursor', 'disabled')
    if kept[1] and kept[1] ~= args[2] and tonumber(kept[2]) > tonumber(args[1]) then return {'taken'} end
    redis.call('HSET', keys[1], 'lease', args[2], 'lease_until', args[3])
    return {'held', kept[3] or '', kept[4] or ''}
end

register('webhook_lease', webhook_lease)
