/** The text of a script, which Redis runs as one step: nobody else sees or changes anything in between. */
export type Script = string;

/**
 * In each: KEYS[1] is the row, KEYS[2] the index of its kind, ARGV[1] the key in that. The index is changed with the row, so
 * that a kind can be listed and swept without a walk through all keys of the database.
 */
const READ = `
  local row = redis.pcall('GET', KEYS[1])
  local text, ends = row, nil
  if type(row) == 'string' then
    local head, at = string.match(row, '^(%-?%d*) ()')
    if head and head ~= '' then
      text, ends = string.sub(row, at), tonumber(head)
    end
  end
`;

/** ARGV: row, score, past. */
export const insertScript = `${READ}
  if row and not (ends and ends <= tonumber(ARGV[4])) then return 0 end
  redis.call('SET', KEYS[1], ARGV[2])
  redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
  return 1`;

/** ARGV: row or nothing to remove it, score, past, the text that must be there. */
export const replaceScript = `${READ}
  if type(row) ~= 'string' or text ~= ARGV[5] or (ends and ends <= tonumber(ARGV[4])) then return 0 end
  if ARGV[2] == '' then
    redis.call('UNLINK', KEYS[1])
    redis.call('ZREM', KEYS[2], ARGV[1])
  else
    redis.call('SET', KEYS[1], ARGV[2])
    redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
  end
  return 1`;

/** ARGV: row, score. */
export const writeScript = `
  redis.call('SET', KEYS[1], ARGV[2])
  redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
  return 1`;

export const removeScript = `
  redis.call('ZREM', KEYS[2], ARGV[1])
  return redis.call('UNLINK', KEYS[1])`;

/** KEYS: the index. ARGV: past, what stands before the keys of its rows, how many at most. Answers with how many were removed. */
export const sweepScript = `
  local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
  for _, key in ipairs(due) do
    redis.call('UNLINK', ARGV[2] .. key)
    redis.call('ZREM', KEYS[1], key)
  end
  return #due`;
