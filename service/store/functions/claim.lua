--[[ claim: leases cases to a moderator: those that are wanted in their order, else the earliest due first.

Guarantee: a case has one claim at a time; a claim that has ended leaves nothing behind.

KEYS  1 queue (zset)   2 claims (zset)   3 claimants (hash)   4 recused (hash)
ARGV  1 now (ms)   2 when the claims end (ms)   3 the moderator   4 limit   5… `limit` tokens, then the ids of the
      only cases wanted, none of them: any
Returns  {id, token, id, token, …}
]]

local function forget_ended_claims(keys, now)
    local ended = redis.call('ZRANGE', keys[2], '-inf', now, 'BYSCORE')
    for _, id in ipairs(ended) do
        redis.call('ZREM', keys[2], id)
        redis.call('HDEL', keys[3], id)
    end
end

local function is_free(keys, id, by)
    return not redis.call('ZSCORE', keys[2], id) and redis.call('HGET', keys[4], id) ~= by
end

local function free_among(keys, ids, by, limit)
    local free, seen = {}, {}
    for _, id in ipairs(ids) do
        if #free == limit then break end
        local is_open = not seen[id] and redis.call('ZSCORE', keys[1], id)
        if is_open and is_free(keys, id, by) then free[#free + 1] = id end
        seen[id] = true
    end
    return free
end

local function free_in_order(keys, by, limit)
    local free, from, chunk = {}, 0, 100
    repeat
        local ids = redis.call('ZRANGE', keys[1], from, from + chunk - 1)
        for _, id in ipairs(ids) do
            if #free < limit and is_free(keys, id, by) then free[#free + 1] = id end
        end
        from = from + chunk
    until #free == limit or #ids < chunk
    return free
end

local function claim(keys, args)
    local now, ends, by, limit = tonumber(args[1]), args[2], args[3], tonumber(args[4])
    local wanted = {}  -- unpack() would fail on some thousands of ids
    for index = 5 + limit, #args do wanted[#wanted + 1] = args[index] end
    forget_ended_claims(keys, now)
    local free
    if #wanted > 0 then free = free_among(keys, wanted, by, limit) else free = free_in_order(keys, by, limit) end
    local answer = {}
    for index, id in ipairs(free) do
        local token = args[4 + index]
        redis.call('ZADD', keys[2], ends, id)
        redis.call('HSET', keys[3], id, cjson.encode({token = token, by = by}))
        answer[#answer + 1] = id
        answer[#answer + 1] = token
    end
    return answer
end

register('claim', claim)
