--[[ forget: lets a request that was admitted but came to nothing be sent again at once.

Guarantee: what was recorded stays known, even when its answer was lost on the way.

KEYS  1 idempotency (hash)
ARGV  none
Returns  {'forgotten'} | {'recorded'}
]]

local function forget(keys)
    if redis.call('HEXISTS', keys[1], 'comment') == 1 then return {'recorded'} end
    redis.call('DEL', keys[1])
    return {'forgotten'}
end

register('forget', forget)
