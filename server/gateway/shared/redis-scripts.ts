/**
 * What must happen in Redis in one go. Redis' own clock decides about leases, so those of the gateways' machines need
 * not agree.
 */

/**
 * The keys of places, of their pause, of who waits by when they began to, and of the same by when they no longer do;
 * holder, most, ms, turn (may be empty), for how long a turn is kept, in ms.
 * @returns 0 taken, -1 full, else the rest of a pause
 */
export const takePlace = `
local pause = redis.call('PTTL', KEYS[2])
if pause > 0 then return pause end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
local free = ARGV[2] - redis.call('ZCARD', KEYS[1])
if ARGV[4] ~= '' then
  for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', now)) do
    redis.call('ZREM', KEYS[3], gone)
    redis.call('ZREM', KEYS[4], gone)
  end
  local before = redis.call('ZRANK', KEYS[3], ARGV[4]) or redis.call('ZCARD', KEYS[3])
  if before >= free then
    redis.call('ZADD', KEYS[3], 'NX', time[1] * 1000000 + time[2], ARGV[4])
    redis.call('ZADD', KEYS[4], now + ARGV[5], ARGV[4])
    redis.call('PEXPIRE', KEYS[3], ARGV[5])
    redis.call('PEXPIRE', KEYS[4], ARGV[5])
    return -1
  end
  redis.call('ZREM', KEYS[3], ARGV[4])
  redis.call('ZREM', KEYS[4], ARGV[4])
elseif free <= 0 then
  return -1
end
redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[1])
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[3]) then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
return 0`;

/** The key of places; holder, ms. */
export const keepPlace = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end`;

/** The key of the pause; ms. */
export const pausePlaces = `
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '1', 'PX', ARGV[1]) end`;

/** The key of a value; the value that it must have. */
export const removeValue = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end`;
