--[[ admit: lets a submission in, or says why not. Nothing is counted unless everything allows it.

Guarantee: under any interleaving no rate admits more than it says; a request that may be sent again is
processed once at a time.

KEYS  1 idempotency (hash)   2 ban of the author (hash)   3 ban of the address (hash)   4 article (hash)
      5 parent comment (hash)   6 said (string)   7 the author's approved comments (zset)
      8 what editors set (hash)   9… one counter for each limit (string)
ARGV  1 now (ms)   2 hash of the body   3 how long the mark "under way" lasts (ms)   4 article's id
      5 flags: which of KEYS 1, 5, 6, 8 apply, such as '1011'; the others are not looked at
      6 the version of the settings that the caller goes by   7… emission and tolerance (us) for each limit
Returns  {'admitted', approved before, article's mode, [remaining, reset (us)]…}
         {'replayed', comment's id} | {'under_way'} | {'other_body'} | {'banned', until (ms, 0 = for good)}
         {'outdated'}: editors have set something since   {'closed'} | {'no_parent'} | {'duplicate', comment's id}
         {'limited', index of the limit, retry after (us), [remaining, reset (us)]…}
]]

local function replay(key, body)
    local known = redis.call('HMGET', key, 'body', 'comment')
    if not known[1] then return nil end
    if known[1] ~= body then return {'other_body'} end
    if known[2] then return {'replayed', known[2]} end
    return {'under_way'}
end

local function banned(keys, now)
    if redis.call('EXISTS', unpack(keys)) == 0 then return nil end
    local last = now
    for _, key in ipairs(keys) do
        local until_ms = tonumber(redis.call('HGET', key, 'until') or -1)
        if until_ms == 0 then return {'banned', 0} end
        last = math.max(last, until_ms)
    end
    if last > now then return {'banned', last} end
end

local function replies_in_vain(key, article_id)
    local parent = redis.call('HMGET', key, 'article_id', 'status')
    return parent[1] ~= article_id or parent[2] ~= 'approved'
end

-- The generic cell rate algorithm; service/domain/rates.py has the same for reading and testing.
local function measure(key, now_us, emission_us, tolerance_us)
    local ahead_us = math.max(tonumber(redis.call('GET', key) or 0) - now_us, 0)
    -- Counted by a process whose clock is a moment ahead of this one's, more is taken than there is.
    local remaining = math.max(math.floor((tolerance_us - ahead_us) / emission_us), 0)
    local wait_us = ahead_us + emission_us - tolerance_us
    return {key = key, emission_us = emission_us, ahead_us = ahead_us, remaining = remaining, wait_us = wait_us}
end

local function spend(one, now_us)
    one.remaining, one.ahead_us = one.remaining - 1, one.ahead_us + one.emission_us
    redis.call('SET', one.key, string.format('%.0f', now_us + one.ahead_us), 'PX', math.ceil(one.ahead_us / 1000))
end

local function measure_all(keys, args, now_us)
    local measured, refused = {}, nil
    for index = 9, #keys do
        local arg = 7 + (index - 9) * 2
        local one = measure(keys[index], now_us, tonumber(args[arg]), tonumber(args[arg + 1]))
        measured[#measured + 1] = one
        local is_longest = one.wait_us > (refused and measured[refused].wait_us or 0)
        if is_longest then refused = #measured end
    end
    return measured, refused
end

local function with_quotas(answer, measured)
    for _, one in ipairs(measured) do
        answer[#answer + 1] = one.remaining
        answer[#answer + 1] = one.ahead_us
    end
    return answer
end

local function admit(keys, args)
    local now, body, flags = tonumber(args[1]), args[2], args[5]
    local repeatable, reply, said = flags:sub(1, 1) == '1', flags:sub(2, 2) == '1', flags:sub(3, 3) == '1'
    local compared = flags:sub(4, 4) == '1'
    local earlier = repeatable and replay(keys[1], body) or banned({keys[2], keys[3]}, now)
    if earlier then return earlier end
    if compared and (redis.call('HGET', keys[8], 'version') or '0') ~= args[6] then return {'outdated'} end
    local mode = redis.call('HGET', keys[4], 'mode') or 'open'
    if mode == 'closed' or mode == 'none' then return {'closed'} end
    if reply and replies_in_vain(keys[5], args[4]) then return {'no_parent'} end
    local same = said and redis.call('GET', keys[6])
    if same then return {'duplicate', same} end
    local now_us = now * 1000
    local measured, refused = measure_all(keys, args, now_us)
    if refused then return with_quotas({'limited', refused, measured[refused].wait_us}, measured) end
    for _, one in ipairs(measured) do spend(one, now_us) end
    if repeatable then
        redis.call('HSET', keys[1], 'body', body)
        redis.call('PEXPIRE', keys[1], args[3])
    end
    return with_quotas({'admitted', redis.call('ZCARD', keys[7]), mode}, measured)
end

register('admit', admit)
