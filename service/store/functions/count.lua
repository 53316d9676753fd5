--[[ count: adds what happened to the counters of its hours, each event once.

Guarantee: compare-and-set on the cursor, so that of several processes that count the same events one succeeds.

KEYS  1 counted (hash)   2… hours (hash)
ARGV  1 the cursor as the caller read it   2 the new cursor   3 how long an hour is kept (ms)
      4… place of the hour in KEYS, field, how much to add; for each counter
Returns  {'counted'} | {'moved'}: somebody else was faster, and nothing changed
]]

local function count(keys, args)
    if (redis.call('HGET', keys[1], 'cursor') or '') ~= args[1] then return {'moved'} end
    for place = 4, #args, 3 do
        redis.call('HINCRBY', keys[tonumber(args[place])], args[place + 1], args[place + 2])
    end
    for place = 2, #keys do redis.call('PEXPIRE', keys[place], args[3]) end
    redis.call('HSET', keys[1], 'cursor', args[2])
    return {'counted'}
end

register('count', count)
