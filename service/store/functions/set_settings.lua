--[[ set_settings: keeps what editors set on a site, with an entry of who changed what from what to what.

Guarantee: compare-and-set on the version; of two editors at once one succeeds.

KEYS  1 settings (hash)   2 changes (stream)
ARGV  1 the version that the caller has seen   2 a version that never was   3 settings (JSON)   4 change (JSON)
Returns  {'set'} | {'moved'}: somebody else was faster
]]

local function set_settings(keys, args)
    local version = redis.call('HGET', keys[1], 'version') or '0'
    if version ~= args[1] then return {'moved'} end
    redis.call('HSET', keys[1], 'version', args[2], 'settings', args[3])
    redis.call('XADD', keys[2], 'MAXLEN', '~', 10000, '*', 'change', args[4])
    return {'set'}
end

register('set_settings', set_settings)
