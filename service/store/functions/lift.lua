--[[ lift: ends a ban, whether the comment that gave cause is still kept or not.

KEYS  1 comment (hash)   2 its audit (list)   3 decisions (stream)   4 ban (hash)   5 bans (zset)
ARGV  1 keep_from (ms)   2 entry (JSON) but for its status, which is the one that stands   3 who
Returns  {'lifted', event's id} | {'nothing'}: there was no ban
]]

local function lift(keys, args)
    redis.call('ZREM', keys[5], args[3])
    if redis.call('DEL', keys[4]) == 0 then return {'nothing'} end
    local at = {comment = keys[1], audit = keys[2], decisions = keys[3]}
    return {'lifted', journal_aside(at, args[2], args[1])}
end

register('lift', lift)
