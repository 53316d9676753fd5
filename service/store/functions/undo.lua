--[[ undo: takes a verdict back and restores exactly what was: the case is open, claimed by the caller.

KEYS  1…14 places
ARGV  1 id   2 now (ms)   3 the caller   4 '1' when the caller may undo what others decided
      5 token of the new claim   6 when it ends (ms)   7 keep_from (ms)   8 entry (JSON); its status and reasons are set here
Returns  {'undone', event's id} | {'gone'} | {'nothing'}: there is no verdict to undo
         {'not_yours', by}: another moderator decided
]]

local function undo(keys, args)
    local at, id, now, by = places(keys), args[1], tonumber(args[2]), args[3]
    if redis.call('EXISTS', at.comment) == 0 then return {'gone'} end
    local kept = redis.call('HMGET', at.comment, 'undo', 'verdict')
    if not kept[1] or kept[1] == '' then return {'nothing'} end
    local decided_by = cjson.decode(kept[2]).by
    if decided_by ~= by and args[4] ~= '1' then return {'not_yours', decided_by} end
    local before = cjson.decode(kept[1])
    redis.call('HSET', at.comment, 'status', before.status, 'case', before.case, 'reasons', before.reasons,
        'verdict', before.verdict, 'undo', before.undo)
    move(at, id, before.status, now)
    open_case(at, id, before.due)
    if before.recused ~= '' then redis.call('HSET', at.recused, id, before.recused) end
    redis.call('ZADD', at.claims, args[6], id)
    redis.call('HSET', at.claimants, id, cjson.encode({token = args[5], by = by}))
    retain(at, now, before.status, before.case, 0)
    local entry = cjson.decode(args[8])
    entry.status, entry.reasons = before.status, cjson.decode(before.reasons)
    return {'undone', journal(at, cjson.encode(entry), args[7])}
end

register('undo', undo)
