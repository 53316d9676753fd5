--[[ release: gives a case back to the queue, if its claim is the caller's.

KEYS  1 claims (zset)   2 claimants (hash)
ARGV  1 id   2 now (ms)   3 token
Returns  {'released'} | {'ended'}: it has run out or was never the caller's
]]

local function release(keys, args)
    local id = args[1]
    local at = {claims = keys[1], claimants = keys[2]}
    local claim = claim_of(at, id, tonumber(args[2]))
    if not claim or claim.token ~= args[3] then return {'ended'} end
    end_claim(at, id)
    return {'released'}
end

register('release', release)
