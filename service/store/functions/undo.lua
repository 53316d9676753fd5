--[[ undo: takes a verdict back and restores exactly what was: the case is open, claimed by the caller.

KEYS  1…14 places
ARGV  1 id   2 now (ms)   3 the caller   4 '1' when the caller may undo what others decided
      5 token of the new claim   6 when it ends (ms)   7 keep_from (ms)   8 entry (JSON) but for its status and
      reasons, which are those restored   9 the group that the verdict has to be of ('' = whichever)
Returns  {'undone', event's id} | {'undone_unclaimed', event's id}: the caller may not decide this appeal
         {'gone'} | {'nothing'}: there is no verdict to undo | {'not_yours', by}: another moderator decided
         {'appealed'}: the commenter has appealed against the verdict; another moderator decides that
]]

local function undo(keys, args)
    local at, id, now, by = places(keys), args[1], tonumber(args[2]), args[3]
    if redis.call('EXISTS', at.comment) == 0 then return {'gone'} end
    local kept = redis.call('HMGET', at.comment, 'undo', 'verdict', 'case')
    if not kept[1] or kept[1] == '' then return {'nothing'} end
    if kept[3] ~= '' then return {'appealed'} end
    local verdict = cjson.decode(kept[2])
    if args[9] ~= '' and verdict.group ~= args[9] then return {'nothing'} end
    local decided_by = verdict.by
    if decided_by ~= by and args[4] ~= '1' then return {'not_yours', decided_by} end
    local before = cjson.decode(kept[1])
    redis.call('HSET', at.comment, 'status', before.status, 'case', before.case, 'reasons', before.reasons,
        'verdict', before.verdict, 'undo', before.undo)
    move(at, id, before.status, before.since)
    open_case(at, id, before.due)
    if before.recused ~= '' then redis.call('HSET', at.recused, id, before.recused) end
    if before.recused ~= by then give_claim(at, id, by, args[5], args[6]) end
    retain(at, now, before.status, before.case, 0)
    local event = journal(at, finished(args[8], before.status, before.reasons), args[7])
    return {before.recused == by and 'undone_unclaimed' or 'undone', event}
end

register('undo', undo)
