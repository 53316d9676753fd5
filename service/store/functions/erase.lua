--[[ erase: removes a comment and everything that was kept of it; only the fact remains in the outbox.

KEYS  1…14 places   15 alike (zset)
ARGV  1 id   2 keep_from (ms)   3 entry (JSON)   4… its members of `alike`
Returns  {'erased', event's id} | {'gone'}
]]

local function erase(keys, args)
    local at, id = places(keys), args[1]
    if redis.call('DEL', at.comment) == 0 then return {'gone'} end
    leave_all_places(at, id)
    close_case(at, id)
    for index = 4, #args do redis.call('ZREM', keys[15], args[index]) end
    local event = journal(at, args[3], args[2])
    redis.call('DEL', at.audit)
    return {'erased', event}
end

register('erase', erase, {'allow-oom'})
