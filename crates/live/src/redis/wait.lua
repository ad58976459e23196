-- How long a visitor has to wait, in milliseconds. One that has to is remembered for whoever lifts it.
--
-- KEYS: counters of the visitor and of the address (hash: failures, last, locked); set of the subject's addresses.
-- ARGV: now; address; most addresses of a subject; free, forget, lockout of the visitor, and of the address.

local now = tonumber(ARGV[1])

local function left(key, forget)
  local locked = tonumber(redis.call('HGET', key, 'locked') or '0')
  return math.max(0, math.min(locked - now, forget))
end

local wait = math.max(left(KEYS[1], tonumber(ARGV[5])), left(KEYS[2], tonumber(ARGV[8])))
if wait > 0 and redis.call('SCARD', KEYS[3]) < tonumber(ARGV[3]) then
  redis.call('SADD', KEYS[3], ARGV[2])
  redis.call('PEXPIRE', KEYS[3], ARGV[5])
end
return wait
