--[[ appeal: opens a case against a rejection, once for each comment.

KEYS  1…14 places
ARGV  1 id   2 now (ms)   3 appeal (JSON)   4 due (ms)   5 keep_from (ms)   6 entry (JSON)
Returns  {'opened', event's id} | {'gone'} | {'not_rejected'} | {'already'}
]]

local function appeal(keys, args)
    local at, id, now = places(keys), args[1], tonumber(args[2])
    local kept = redis.call('HMGET', at.comment, 'status', 'appeal', 'verdict')
    if not kept[1] then return {'gone'} end
    if kept[2] and kept[2] ~= '' then return {'already'} end
    if kept[1] ~= 'rejected' then return {'not_rejected'} end
    redis.call('HSET', at.comment, 'appeal', args[3], 'case', 'appeal')
    open_case(at, id, args[4])
    if kept[3] and kept[3] ~= '' then redis.call('HSET', at.recused, id, cjson.decode(kept[3]).by) end
    move(at, id, 'rejected', now)
    retain(at, now, 'rejected', 'appeal', 0)
    return {'opened', journal(at, args[6], args[5])}
end

register('appeal', appeal)
