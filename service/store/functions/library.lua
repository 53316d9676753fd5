#!lua name=fairword_v7
--[[ The service's functions. The files of this folder are loaded as one library, this one first.

Every function that changes where a comment stands writes its audit entry and its event in the same call, so
that none of them can be missing. Times are in milliseconds unless a name ends in _us. The caller passes the
time: all workers of one machine share a clock, and tests put their own in its place.

STATUSES        the three places where a comment may stand, in the order of their keys
first_places    names the keys that `record` and all other functions on one comment take first
places          names all that these others take, in the order of SiteKeys.places
put             puts a comment where its status says: all that a new one needs, which stands nowhere yet
move            takes it from where it stood, and puts it there
give_claim      lets a moderator hold a case until a time
end_claim       leaves nothing of a claim behind
claim_of        the claim of a case while it stands
journal         appends an audit entry and the event of it, and returns the event's id
journal_aside   the same for what leaves the comment where it stands
finished        completes an entry whose status, and perhaps reasons, only the store knows
]]

local STATUSES = {'approved', 'pending', 'rejected'}

-- With the flag allow-oom a function may write while memory is full, as what makes room must.
local function register(name, callback, flags)
    redis.register_function{function_name = 'fairword_v7_' .. name, callback = callback, flags = flags or {}}
end

local function first_places(keys)
    return {comment = keys[1], audit = keys[2], queue = keys[3], decisions = keys[4], published = keys[5]}
end

local function places(keys)
    local at = first_places(keys)
    at.claims, at.claimants, at.recused = keys[6], keys[7], keys[8]
    at.site = {approved = keys[9], pending = keys[10], rejected = keys[11]}
    at.author = {approved = keys[12], pending = keys[13], rejected = keys[14]}
    return at
end

local function leave_all_places(at, id)
    for _, status in ipairs(STATUSES) do
        redis.call('ZREM', at.site[status], id)
        redis.call('ZREM', at.author[status], id)
    end
    redis.call('ZREM', at.published, id)
end

-- Ids begin with the time, so that equal scores leave an article's comments in the order of posting.
local function put(at, id, status, since)
    redis.call('ZADD', at.site[status], since, id)
    redis.call('ZADD', at.author[status], since, id)
    if status == 'approved' then redis.call('ZADD', at.published, 0, id) end
end

local function move(at, id, status, since)
    leave_all_places(at, id)
    put(at, id, status, since)
end

local function open_case(at, id, due)
    redis.call('ZADD', at.queue, due, id)
end

local function give_claim(at, id, by, token, ends)
    redis.call('ZADD', at.claims, ends, id)
    redis.call('HSET', at.claimants, id, cjson.encode({token = token, by = by}))
end

local function end_claim(at, id)
    redis.call('ZREM', at.claims, id)
    redis.call('HDEL', at.claimants, id)
end

local function close_case(at, id)
    redis.call('ZREM', at.queue, id)
    redis.call('HDEL', at.recused, id)
    end_claim(at, id)
end

-- So many leave a list at once: Redis does nothing else meanwhile. The rest goes with the next that is rejected.
local DROPPED_AT_ONCE = 1000

-- Leaves in a list what a person is asked about: that has not expired, however long it waits.
local function drop_expired(at, list, expired)
    local kept, dropped = 0, 0
    repeat
        local room = DROPPED_AT_ONCE - dropped
        local found = redis.call('ZRANGE', list, '-inf', expired, 'BYSCORE', 'LIMIT', kept, room)
        for _, id in ipairs(found) do
            if redis.call('ZSCORE', at.queue, id) then
                kept = kept + 1
            else
                dropped = dropped + redis.call('ZREM', list, id)
            end
        end
    until #found < room or dropped == DROPPED_AT_ONCE
end

-- Erasure goes by an author's list: it outlasts what a person is asked about. Whatever opens such a case takes away
-- when the list expires, so that one which does expire has none and need not be searched.
local function expire_unless_asked_about(at, list, retain_ms)
    local expires = redis.call('PTTL', list) >= 0
    if expires or redis.call('ZINTERCARD', 2, list, at.queue, 'LIMIT', 1) == 0 then
        redis.call('PEXPIRE', list, retain_ms)
    end
end

-- What is rejected expires after retain_ms, its audit entries too; what is approved or has an open case is kept.
local function retain(at, now, status, case, retain_ms)
    if status == 'rejected' and case == '' then
        redis.call('PEXPIRE', at.comment, retain_ms)
        redis.call('PEXPIRE', at.audit, retain_ms)
        drop_expired(at, at.site.rejected, now - retain_ms)
        drop_expired(at, at.author.rejected, now - retain_ms)
        expire_unless_asked_about(at, at.author.rejected, retain_ms)
    else
        redis.call('PERSIST', at.comment)
        redis.call('PERSIST', at.audit)
        if status == 'rejected' then redis.call('PERSIST', at.author.rejected) end
    end
end

local function journal(at, entry, keep_from)
    redis.call('RPUSH', at.audit, entry)
    return redis.call('XADD', at.decisions, 'MINID', '~', keep_from, '*', 'entry', entry)
end

-- The entry, and the reasons if there are any, are JSON; what the caller has read may have changed since.
local function finished(entry, status, reasons)
    local rest = string.sub(entry, 2)
    if reasons then rest = '"reasons":' .. reasons .. ',' .. rest end
    return '{"status":"' .. status .. '",' .. rest
end

-- A comment that is gone is published nowhere; the event is all that is kept.
local function journal_aside(at, entry, keep_from)
    local status = redis.call('HGET', at.comment, 'status')
    local event = journal(at, finished(entry, status or 'rejected'), keep_from)
    if not status then redis.call('DEL', at.audit) end
    return event
end

-- Its token and who holds it; nil when nobody holds the case.
local function claim_of(at, id, now)
    local ends = tonumber(redis.call('ZSCORE', at.claims, id) or 0)
    return ends > now and cjson.decode(redis.call('HGET', at.claimants, id)) or nil
end
