--[[ renew: makes a claim last longer, if it is still the caller's.

KEYS  1 claims (zset)   2 claimants (hash)
ARGV  1 id   2 now (ms)   3 token   4 when it ends now (ms)
Returns  {'renewed'} | {'ended'}: it has run out or was never the caller's
]]

local function renew(keys, args)
    local id = args[1]
    local at = {claims = keys[1], claimants = keys[2]}
    local claim = claim_of(at, id, tonumber(args[2]))
    if not claim or claim.token ~= args[3] then return {'ended'} end
    redis.call('ZADD', at.claims, args[4], id)
    return {'renewed'}
end

register('renew', renew)
