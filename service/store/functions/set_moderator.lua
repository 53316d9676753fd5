--[[ set_moderator: keeps what has changed of a moderator.

Guarantee: compare-and-set on the whole record; of two changes at once neither undoes the other.

KEYS  1 moderators (hash)
ARGV  1 name   2 the record (JSON) that the caller has seen   3 the record from now on
Returns  {'set'} | {'moved'}: somebody else was faster
]]

local function set_moderator(keys, args)
    if redis.call('HGET', keys[1], args[1]) ~= args[2] then return {'moved'} end
    redis.call('HSET', keys[1], args[1], args[3])
    return {'set'}
end

register('set_moderator', set_moderator)
