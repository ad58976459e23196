-- Which filling this is, and whether it is complete. Begins one where there is none.
--
-- KEYS: epoch, filled. ARGV: lifetime in seconds; the filling that is complete now, or ''.

local epoch = redis.call('GET', KEYS[1])
if not epoch then
  local time = redis.call('TIME')
  epoch = time[1] .. string.rep('0', 6 - #time[2]) .. time[2]
  redis.call('SET', KEYS[1], epoch, 'EX', ARGV[1])
end
if ARGV[2] == epoch then
  redis.call('SET', KEYS[2], epoch, 'EX', ARGV[1])
end
return { epoch, redis.call('GET', KEYS[2]) == epoch and 1 or 0 }
