-- Said on every connection. Another run of the server (a restart, a replica promoted) may have gone back behind what
-- it had said, and a node may have dropped a state for want of room: then another filling begins.
--
-- KEYS: epoch, filled, run. ARGV: the server's run id; '1' if something was dropped; lifetime in seconds.

local known = redis.call('GET', KEYS[3])
if known ~= ARGV[1] or ARGV[2] == '1' then
  local time = redis.call('TIME')
  local epoch = time[1] .. string.rep('0', 6 - #time[2]) .. time[2]
  redis.call('SET', KEYS[1], epoch, 'EX', ARGV[3])
  redis.call('DEL', KEYS[2])
end
-- Always written: a server that takes no writes (a full one, a replica) is as good as away.
redis.call('SET', KEYS[3], ARGV[1], 'EX', ARGV[3])
return 1
