--[[ reopen: opens a case on what the policy decided; until a verdict the comment stands where it stood.

KEYS  1…14 places
ARGV  1 id   2 now (ms)   3 the caller   4 token of the caller's claim   5 when it ends (ms)   6 due (ms)
      7 keep_from (ms)   8 entry (JSON) but for its status and reasons, which are those that stand
Returns  {'reopened', event's id} | {'gone'} | {'open'}: the case is open already
         {'decided', by}: a moderator decided; that verdict can be undone
]]

local function reopen(keys, args)
    local at, id, now, by = places(keys), args[1], tonumber(args[2]), args[3]
    local kept = redis.call('HMGET', at.comment, 'status', 'case', 'reasons', 'verdict')
    if not kept[1] then return {'gone'} end
    if kept[2] ~= '' then return {'open'} end
    if kept[4] and kept[4] ~= '' then return {'decided', cjson.decode(kept[4]).by} end
    redis.call('HSET', at.comment, 'case', 'reopened')
    open_case(at, id, args[6])
    give_claim(at, id, by, args[4], args[5])
    retain(at, now, kept[1], 'reopened', 0)
    return {'reopened', journal(at, finished(args[8], kept[1], kept[3]), args[7])}
end

register('reopen', reopen)
