export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number
}

/** CloudWatch metrics; docs/operations.md says what each name means. */
export interface Metrics {
  /** At most one dimension. */
  count(name: string, value?: number, dimensions?: Readonly<Record<string, string>>): void
  time(name: string, ms: number): void
}

/** One JSON line for each fact. Never a token, a body or a response_url. */
export interface Log {
  info(message: string, facts: Readonly<Record<string, unknown>>): void
  warn(message: string, facts: Readonly<Record<string, unknown>>): void
  error(message: string, facts: Readonly<Record<string, unknown>>): void
}
