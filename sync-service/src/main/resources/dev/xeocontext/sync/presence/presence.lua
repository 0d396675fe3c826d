-- Changes what is known of a device of a store, and tells the others what is new of it, in one step and by one clock.
--
-- KEYS[1]  the hash of the store: device -> {arrival, name, platform, until, left, state, stateUntil}; the state is JSON in a
--          text, so that it stays what it is
-- ARGV     act, store, device, arrival, name, platform, state, how long it holds, how long a state holds, channel, what goes
--          before a frame there; texts that are absent are empty
--
-- Answers whether anything was changed, as 1 or 0.

local key = KEYS[1]
local act, store, device, arrival = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local holds, state_holds = tonumber(ARGV[8]), tonumber(ARGV[9])

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local text = redis.call('HGET', key, device)
local was = text and cjson.decode(text)
local alive = was and not was.left and was['until'] > now
local has_state = alive and was.state and was.stateUntil > now

local function given(value)
    if value ~= '' then return value end
end

local function keep(entry)
    redis.call('HSET', key, device, cjson.encode(entry))
    redis.call('PEXPIRE', key, 4 * math.max(holds, state_holds))
end

local function member(name, value)
    return value and ',"' .. name .. '":' .. value or ''
end

local function tell(entry)
    local frame = '{"type":"presence","storeId":"' .. store .. '","deviceId":"' .. device .. '"'
    if entry then
        frame = frame .. ',"online":true'
            .. member('name', entry.name and cjson.encode(entry.name))
            .. member('platform', entry.platform and cjson.encode(entry.platform))
            .. member('state', entry.state and entry.stateUntil > now and entry.state)
    else
        frame = frame .. ',"online":false'
    end
    redis.call('PUBLISH', ARGV[10], ARGV[11] .. frame .. '}')
end

-- It is there as long as its replica says so again; a state that is over stays, so that every replica sees that it is over.
local function here()
    local entry = {arrival = arrival, name = given(ARGV[5]), platform = given(ARGV[6])}
    entry['until'] = now + holds
    if was and not was.left then
        entry.state, entry.stateUntil = was.state, was.stateUntil
        if was.arrival == arrival then
            entry.name, entry.platform = was.name, was.platform
        end
    end
    return entry
end

if act == 'forget' then
    return text == ARGV[7] and redis.call('HDEL', key, device) or 0
elseif act == 'rename' then
    if not alive then return 0 end
    was.name = given(ARGV[5])
    keep(was)
    tell(was)
    return 1
end

-- What an older socket of the device says is late, and so is what one says that has left.
if was and (was.arrival > arrival or (was.left and was.arrival == arrival)) then
    return 0
end

if act == 'leave' then
    local entry = {arrival = arrival, left = true}
    entry['until'] = now + holds
    keep(entry)
    tell(nil)
elseif act == 'tell' then
    local entry = here()
    entry.state = given(ARGV[7])
    entry.stateUntil = entry.state and now + state_holds
    keep(entry)
    if entry.state or has_state or not alive then tell(entry) end
else
    local entry = here()
    keep(entry)
    if not alive or entry.name ~= was.name or entry.platform ~= was.platform then tell(entry) end
end
return 1
