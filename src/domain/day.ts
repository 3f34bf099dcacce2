/** "2026-11-30": the day in UTC. */
export const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10)
