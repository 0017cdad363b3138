const numbers = new Intl.NumberFormat('zh-CN');

/** At most two units. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const parts = [
    { unit: '小时', amount: Math.floor(seconds / 3600) },
    { unit: '分', amount: Math.floor((seconds % 3600) / 60) },
    { unit: '秒', amount: seconds % 60 },
  ].filter(({ amount }) => amount > 0);
  if (parts.length === 0) return '0 秒';
  return parts
    .slice(0, 2)
    .map(({ unit, amount }) => `${numbers.format(amount)} ${unit}`)
    .join(' ');
}
