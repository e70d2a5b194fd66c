const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Somebody invented whose career begins after a day, with all dates as many whole years earlier as it takes: ages stay what
 * they are. In: somebody with the day of the beginning, the day (`YYYY-MM-DD`). Out: the same where it begins by then.
 */
export function notAfter<M extends { readonly since: string }>(member: M, day: string): M {
  if (member.since <= day) return member;
  const apart = Number(member.since.slice(0, 4)) - Number(day.slice(0, 4));
  return moved(member, member.since.slice(4) > day.slice(4) ? apart + 1 : apart) as M;
}

function moved(value: unknown, years: number): unknown {
  if (typeof value === 'string') return DAY.test(value) ? movedDay(value, years) : value;
  if (Array.isArray(value)) return value.map((one) => moved(one, years));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, moved(one, years)]));
}

function movedDay(day: string, years: number): string {
  const to = `${String(Number(day.slice(0, 4)) - years).padStart(4, '0')}${day.slice(4)}`;
  return Number.isNaN(Date.parse(to)) || new Date(to).toISOString().slice(0, 10) !== to
    ? to.replace(/29$/, '28')
    : to;
}
