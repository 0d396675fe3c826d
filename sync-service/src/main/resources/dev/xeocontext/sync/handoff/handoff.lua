-- Swaps one activity of a store, unless something came between, and tells whom it concerns.
--
-- KEYS[1]  the activities of the store
-- ARGV     1 id, 2 what was read ('' for nothing), 3 what it becomes ('' for nothing), 4 most activities,
--          5 milliseconds to live, then channel and text of each notice
--
-- answers  'swapped', 'behind' or 'full'; the time in seconds and microseconds; what is there now ('' for nothing)
local key, id, read, becomes = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
local now = redis.call('TIME')
local held = redis.call('HGET', key, id) or ''

if held ~= read then
  return { 'behind', now[1], now[2], held }
end
if held == '' and becomes ~= '' and redis.call('HLEN', key) >= tonumber(ARGV[4]) then
  return { 'full', now[1], now[2], held }
end
if becomes == '' then
  redis.call('HDEL', key, id)
else
  redis.call('HSET', key, id, becomes)
  redis.call('PEXPIRE', key, ARGV[5])
end
for i = 6, #ARGV, 2 do
  redis.call('PUBLISH', ARGV[i], ARGV[i + 1])
end
return { 'swapped', now[1], now[2], becomes }
