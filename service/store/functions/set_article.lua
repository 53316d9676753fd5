--[[ set_article: keeps what is known of an article, with an entry of who changed what from what to what.

KEYS  1 article (hash)   2 articles (zset)   3 changes (stream)
ARGV  1 article's id   2 now (ms)   3 by   4… names and values: mode, title, url
Returns  {'changed'} | {'same'}: it was all so before
]]

local UNSET = {mode = 'open', title = '', url = ''}

local function set_article(keys, args)
    local before, after, changed = {}, {}, false
    for place = 4, #args, 2 do
        local name, value = args[place], args[place + 1]
        local kept = redis.call('HGET', keys[1], name) or UNSET[name]
        if kept ~= value then before[name], after[name], changed = kept, value, true end
    end
    if not changed then return {'same'} end
    redis.call('HSET', keys[1], unpack(args, 4))
    redis.call('ZADD', keys[2], args[2], args[1])
    local change = {
        what = 'article', subject = args[1], by = args[3], at_ms = tonumber(args[2]), before = before, after = after,
    }
    redis.call('XADD', keys[3], 'MAXLEN', '~', 10000, '*', 'change', cjson.encode(change))
    return {'changed'}
end

register('set_article', set_article)
