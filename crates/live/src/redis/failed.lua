-- Counts a failure of a visitor and of its address; how long each has to wait for it, in milliseconds.
--
-- KEYS and ARGV as in wait.lua.

local now = tonumber(ARGV[1])

-- As Limit::lockout_of: doubled with each failure beyond the free ones, never longer than until all is forgotten.
local function fail(key, free, forget, lockout)
  local counter = redis.call('HMGET', key, 'failures', 'last')
  local failures, last = tonumber(counter[1] or '0'), tonumber(counter[2] or '0')
  if now - last > forget then failures = 0 end
  failures = failures + 1
  local wait = 0
  if failures >= free then wait = math.min(lockout * 2 ^ math.min(failures - free, 16), forget) end
  redis.call('HSET', key, 'failures', failures, 'last', now, 'locked', now + wait)
  redis.call('PEXPIRE', key, forget)
  return wait
end

local subject = fail(KEYS[1], tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]))
local address = fail(KEYS[2], tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9]))
if redis.call('SCARD', KEYS[3]) < tonumber(ARGV[3]) then
  redis.call('SADD', KEYS[3], ARGV[2])
end
redis.call('PEXPIRE', KEYS[3], ARGV[5])
return { subject, address }
