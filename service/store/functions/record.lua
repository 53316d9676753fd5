--[[ record: keeps a decided comment, all or nothing. Its answer is what a commenter's receipt rests on.

KEYS  where it comes to stand: 1 comment   2 audit   3 queue   4 decisions   5 published under its article
      6 the site's comments of its status   7 the author's
      8 idempotency (hash)   9 said (string)   10 alike (zset)
ARGV  1 id   2 now (ms)   3 status   4 case ('' or 'review')   5 due (ms)   6 retain_ms   7 keep_from (ms)
      8 entry (JSON)   9 how long the same words are a duplicate (ms, 0 = never)
      10 how long the request may be sent again (ms, 0 = it may not)   11 members of `alike`, with blanks between (may be empty)
      12 how long they are kept (ms)   13 article's id   14 posted (JSON)   15 reasons (JSON)
Returns  {'recorded', event's id} | {'duplicate', id of the comment that said the same or came of the same request}
]]

local function new_places(keys, status)
    local at = first_places(keys)
    at.site, at.author = {[status] = keys[6]}, {[status] = keys[7]}
    return at
end

local function remember_alike(key, members, keep_ms)
    local scored = {}
    for member in members:gmatch('%S+') do
        scored[#scored + 1] = 0
        scored[#scored + 1] = member
    end
    redis.call('ZADD', key, unpack(scored))
    redis.call('PEXPIRE', key, keep_ms)
end

local function record(keys, args)
    local id, now, status, case = args[1], tonumber(args[2]), args[3], args[4]
    local at, window_ms, again_ms = new_places(keys, status), tonumber(args[9]), tonumber(args[10])
    local same = again_ms > 0 and redis.call('HGET', keys[8], 'comment')
        or window_ms > 0 and redis.call('SET', keys[9], id, 'NX', 'GET', 'PX', window_ms)
    if same then return {'duplicate', same} end
    redis.call('HSET', at.comment, 'status', status, 'case', case,
        'article_id', args[13], 'posted', args[14], 'reasons', args[15])
    put(at, id, status, args[2])
    if case ~= '' then open_case(at, id, args[5]) end
    if args[11] ~= '' then remember_alike(keys[10], args[11], args[12]) end
    local event = journal(at, args[8], args[7])
    if status == 'rejected' then retain(at, now, status, case, tonumber(args[6])) end
    if again_ms > 0 then
        redis.call('HSET', keys[8], 'comment', id)
        redis.call('PEXPIRE', keys[8], again_ms)
    end
    return {'recorded', event}
end

register('record', record)
