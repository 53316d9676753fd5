--[[ verdict: decides a case, once.

Guarantee: compare-and-set on (the case is open, the claim is the caller's, its token); of any number of callers
one succeeds.
What it changes is kept in `undo`, so that undo restores exactly that.

KEYS  1…14 places
ARGV  1 id   2 now (ms)   3 token   4 status   5 reasons (JSON)   6 verdict (JSON)   7 retain_ms
      8 keep_from (ms)   9 entry (JSON)
Returns  {'decided', event's id} | {'gone'}: there is no such comment | {'closed', verdict (JSON)}: somebody
         was faster, or there never was a case | {'ended'}: the claim has run out and nobody holds the case
         {'held', by}: somebody else does
]]

local function snapshot(at, id, now)
    local kept = redis.call('HMGET', at.comment, 'status', 'case', 'reasons', 'verdict', 'undo')
    return cjson.encode({
        status = kept[1], case = kept[2], reasons = kept[3], verdict = kept[4] or '', undo = kept[5] or '',
        since = redis.call('ZSCORE', at.site[kept[1]], id) or now, due = redis.call('ZSCORE', at.queue, id),
        recused = redis.call('HGET', at.recused, id) or '',
    })
end

local function verdict(keys, args)
    local at, id, now, token, status = places(keys), args[1], tonumber(args[2]), args[3], args[4]
    if redis.call('EXISTS', at.comment) == 0 then return {'gone'} end
    if not redis.call('ZSCORE', at.queue, id) then
        return {'closed', redis.call('HGET', at.comment, 'verdict') or ''}
    end
    local claim = claim_of(at, id, now)
    if not claim then return {'ended'} end
    if claim.token ~= token or claim.by ~= cjson.decode(args[6]).by then return {'held', claim.by} end
    redis.call('HSET', at.comment, 'undo', snapshot(at, id, args[2]))
    redis.call('HSET', at.comment, 'status', status, 'case', '', 'reasons', args[5], 'verdict', args[6])
    move(at, id, status, now)
    close_case(at, id)
    retain(at, now, status, '', tonumber(args[7]))
    return {'decided', journal(at, args[9], args[8])}
end

register('verdict', verdict)
