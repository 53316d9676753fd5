--[[ erase: removes a comment and everything that was kept of it; only the fact remains in the outbox.

KEYS  1…14 places
ARGV  1 id   2 keep_from (ms)   3 entry (JSON)
Returns  {'erased', event's id} | {'gone'}
]]

local function erase(keys, args)
    local at, id = places(keys), args[1]
    if redis.call('DEL', at.comment) == 0 then return {'gone'} end
    leave_all_places(at, id)
    close_case(at, id)
    local event = journal(at, args[3], args[2])
    redis.call('DEL', at.audit)
    return {'erased', event}
end

register('erase', erase)
