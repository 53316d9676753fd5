--[[ record: keeps a decided comment, all or nothing. Its answer is what a commenter's receipt rests on.

KEYS  1…14 places   15 idempotency (hash)   16 said (string)   17 alike (zset)
ARGV  1 id   2 now (ms)   3 status   4 case ('' or 'review')   5 due (ms)   6 retain_ms   7 keep_from (ms)
      8 entry (JSON)   9 how long the same words are a duplicate (ms, 0 = never)
      10 how long the request may be sent again (ms, 0 = it may not)   11 members of `alike`, with blanks between (may be empty)
      12 how long they are kept (ms)   13… the comment's fields and values
Returns  {'recorded', event's id} | {'duplicate', id of the comment that said the same or came of the same request}
]]

local function record(keys, args)
    local at, id, now, status, case = places(keys), args[1], tonumber(args[2]), args[3], args[4]
    local window_ms, again_ms = tonumber(args[9]), tonumber(args[10])
    local same = window_ms > 0 and redis.call('GET', keys[16])
        or again_ms > 0 and redis.call('HGET', keys[15], 'comment')
    if same then return {'duplicate', same} end
    redis.call('HSET', at.comment, 'status', status, 'case', case, unpack(args, 13))
    put(at, id, status, args[2])
    if case ~= '' then open_case(at, id, args[5]) end
    for member in args[11]:gmatch('%S+') do redis.call('ZADD', keys[17], 0, member) end
    if args[11] ~= '' then redis.call('PEXPIRE', keys[17], args[12]) end
    local event = journal(at, args[8], args[7])
    if status == 'rejected' then retain(at, now, status, case, tonumber(args[6])) end
    if window_ms > 0 then redis.call('SET', keys[16], id, 'PX', window_ms) end
    if again_ms > 0 then
        redis.call('HSET', keys[15], 'comment', id)
        redis.call('PEXPIRE', keys[15], again_ms)
    end
    return {'recorded', event}
end

register('record', record)
