-- Takes a batch of seat states and contacts in. Absolute states: the same batch again changes nothing.
--
-- KEYS: epoch, filled; per sitting: seats, contacts, revision; per formation: order, places.
-- ARGV: sittings, formations, states; lifetimes of boards and of contacts in seconds; most seats of a sitting;
--       per state: number of its sitting and of its formation, attempt, application, bytes, place ('' if it is not
--       ranked), contact ('' if none), bytes as they must be now ('' if that does not matter: then the newer state stands;
--       else it is set back, and taken off the boards where bytes is ''); per contact: number of its sitting, attempt, milliseconds.
-- Returns the epoch, and how many states found no room.

local sittings, formations, states = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local boards_s, contacts_s, seats_max = ARGV[4], ARGV[5], tonumber(ARGV[6])
local call = redis.call

local function micros()
  local time = call('TIME')
  return time[1] .. string.rep('0', 6 - #time[2]) .. time[2]
end

local epoch = call('GET', KEYS[1])
if not epoch then
  epoch = micros()
  call('SET', KEYS[1], epoch)
end

local function sitting_keys(number)
  local at = 3 * number
  return KEYS[at], KEYS[at + 1], KEYS[at + 2]
end

local function formation_keys(number)
  local at = 3 + 3 * sittings + 2 * (number - 1)
  return KEYS[at], KEYS[at + 1]
end

local function heard(contacts, attempt, at)
  local known = call('HGET', contacts, attempt)
  -- Milliseconds are below 2^53: exact.
  if not known or tonumber(known) < tonumber(at) then
    call('HSET', contacts, attempt, at)
  end
end

-- A place ends with reversed key (36), application, attempt and sitting (16 each).
local function attempt_at(place)
  return string.sub(place, 53, 68)
end

-- As SeatUpdate::supersedes: a later revision, or the same one that annuls. 1 newer, 0 equal, -1 older.
local function compare(bytes, known)
  local revision, annulled = struct.unpack('>I4B', bytes)
  local known_revision, known_annulled = struct.unpack('>I4B', known)
  if revision ~= known_revision then
    return revision > known_revision and 1 or -1
  end
  return annulled > known_annulled and 1 or (annulled == known_annulled and 0 or -1)
end

local changed, refused, at = {}, 0, 7
for _ = 1, states do
  local number = tonumber(ARGV[at])
  local seats, contacts = sitting_keys(number)
  local order, places = formation_keys(tonumber(ARGV[at + 1]))
  local attempt, application, bytes = ARGV[at + 2], ARGV[at + 3], ARGV[at + 4]
  local place, contact = ARGV[at + 5], ARGV[at + 6]
  local seen = ARGV[at + 7]
  at = at + 8
  local known = call('HGET', seats, attempt)
  if seen ~= '' and known ~= seen then
    -- It has changed since it was seen: it stays.
  elseif not known and call('HLEN', seats) >= seats_max then
    refused = refused + 1
  else
    if contact ~= '' then heard(contacts, attempt, contact) end
    local newer = known and seen == '' and compare(bytes, known) or 1
    if newer == 1 then
      if bytes == '' then call('HDEL', seats, attempt) else call('HSET', seats, attempt, bytes) end
      changed[number] = true
      local taken = call('HGET', places, application)
      if place ~= '' then
        if taken and taken ~= place then call('ZREM', order, taken) end
        call('ZADD', order, 0, place)
        call('HSET', places, application, place)
      elseif taken and attempt_at(taken) == attempt then
        -- Another attempt of the application may have taken its place already: then that one stays.
        call('ZREM', order, taken)
        call('HDEL', places, application)
      end
    elseif newer == 0 and place ~= '' then
      -- The order may have been lost alone, evicted or expired: the repair brings it back.
      local taken = call('HGET', places, application)
      if not taken or (taken == place and not call('ZSCORE', order, place)) then
        call('ZADD', order, 0, place)
        call('HSET', places, application, place)
        changed[number] = true
      end
    end
  end
end
while at <= #ARGV do
  local _, contacts = sitting_keys(tonumber(ARGV[at]))
  heard(contacts, ARGV[at + 1], ARGV[at + 2])
  at = at + 3
end

for number = 1, sittings do
  local seats, contacts, revision = sitting_keys(number)
  if changed[number] then
    -- Begun from the time, so that after a loss it is not by chance what it was before.
    if call('EXISTS', revision) == 0 then call('SET', revision, micros()) end
    call('INCR', revision)
  end
  call('EXPIRE', seats, boards_s)
  call('EXPIRE', contacts, contacts_s)
  call('EXPIRE', revision, contacts_s)
end
for number = 1, formations do
  local order, places = formation_keys(number)
  call('EXPIRE', order, boards_s)
  call('EXPIRE', places, boards_s)
end
call('EXPIRE', KEYS[1], boards_s)
call('EXPIRE', KEYS[2], boards_s)
return { epoch, refused }
