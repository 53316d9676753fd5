--[[ lift: ends a ban.

KEYS  1…14 places of the comment that gave cause   15 ban (hash)
ARGV  1 keep_from (ms)   2 entry (JSON)
Returns  {'lifted', event's id} | {'nothing'}: there was no ban
]]

local function lift(keys, args)
    if redis.call('DEL', keys[15]) == 0 then return {'nothing'} end
    return {'lifted', journal(places(keys), args[2], args[1])}
end

register('lift', lift)
