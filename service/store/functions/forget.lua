--[[ forget: lets a request that was let in but failed be sent again at once. What was recorded stays known:
the failure may be that its answer got lost.

KEYS  1 idempotency (hash)
ARGV  none
Returns  {'forgotten'} | {'kept'}: there is a comment of it
]]

local function forget(keys)
    if redis.call('HEXISTS', keys[1], 'comment') == 1 then return {'kept'} end
    redis.call('DEL', keys[1])
    return {'forgotten'}
end

register('forget', forget)
