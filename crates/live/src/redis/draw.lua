-- Keeps what was drawn, if nobody has drawn meanwhile; 1 if it was kept.
--
-- KEYS: the drawing. ARGV: '1' if there was one before; that one; the new one; lifetime in seconds.

local known = redis.call('GET', KEYS[1])
local before = ARGV[1] == '1' and ARGV[2]
if known ~= before then return 0 end
redis.call('SET', KEYS[1], ARGV[3], 'EX', ARGV[4])
return 1
