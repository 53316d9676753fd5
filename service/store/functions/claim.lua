--[[ claim: leases cases to a moderator: those that are wanted in their order, else the earliest due first.

Guarantee: a case has one claim at a time; a claim that has ended leaves nothing behind.

KEYS  1 queue (zset)   2 claims (zset)   3 claimants (hash)   4 recused (hash)
ARGV  1 now (ms)   2 when the claims end (ms)   3 the moderator   4 limit   5… `limit` tokens, then the ids of the
      only cases wanted, none of them: any
Returns  {id, token, id, token, …}
]]

local function forget_ended_claims(at, now)
    local ended = redis.call('ZRANGE', at.claims, '-inf', now, 'BYSCORE')
    for _, id in ipairs(ended) do end_claim(at, id) end
end

local function is_free(at, id, by)
    return not redis.call('ZSCORE', at.claims, id) and redis.call('HGET', at.recused, id) ~= by
end

local function free_among(at, ids, by, limit)
    local free, seen = {}, {}
    for _, id in ipairs(ids) do
        if #free == limit then break end
        local is_open = not seen[id] and redis.call('ZSCORE', at.queue, id)
        if is_open and is_free(at, id, by) then free[#free + 1] = id end
        seen[id] = true
    end
    return free
end

local function free_in_order(at, by, limit)
    local free, from, chunk = {}, 0, 100
    repeat
        local ids = redis.call('ZRANGE', at.queue, from, from + chunk - 1)
        for _, id in ipairs(ids) do
            if #free < limit and is_free(at, id, by) then free[#free + 1] = id end
        end
        from = from + chunk
    until #free == limit or #ids < chunk
    return free
end

local function claim(keys, args)
    local at = {queue = keys[1], claims = keys[2], claimants = keys[3], recused = keys[4]}
    local now, ends, by, limit = tonumber(args[1]), args[2], args[3], tonumber(args[4])
    local wanted = {}  -- unpack() would fail on some thousands of ids
    for index = 5 + limit, #args do wanted[#wanted + 1] = args[index] end
    forget_ended_claims(at, now)
    local free
    if #wanted > 0 then free = free_among(at, wanted, by, limit) else free = free_in_order(at, by, limit) end
    local answer = {}
    for index, id in ipairs(free) do
        local token = args[4 + index]
        give_claim(at, id, by, token, ends)
        answer[#answer + 1] = id
        answer[#answer + 1] = token
    end
    return answer
end

register('claim', claim)
