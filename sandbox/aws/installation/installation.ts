/** A trail of CloudTrail's. */
export interface Trail {
  name: string
  /** Its home; a multi-region trail counts in every region. */
  region: string
  isMultiRegion: boolean
  isLogging: boolean
  logsWrites: boolean
}

/** What is in the account of the deployment itself, and what an installation may lack: tests and faults change it. */
export interface Installation {
  /** Undefined: nothing is deployed. */
  stack: { status: string; outputs: Record<string, string> } | undefined
  /** Logical ids of the resources that the stack holds. */
  resources: Set<string>
  concurrency: { limit: number; unreserved: number }
  /** Reserved concurrency by function. */
  reserved: Map<string, number>
  trails: Trail[]
  /** Whether each of EventBridge's rules is enabled, by its logical id. */
  rules: Map<string, boolean>
}

/** An account that amiops was deployed to a while ago. */
export const createInstallation = (
  outputs: Record<string, string> = {},
  rules: readonly string[] = [],
  topics: readonly string[] = [],
): Installation => ({
  stack: { status: 'UPDATE_COMPLETE', outputs },
  resources: new Set(['Ledger', ...rules, ...topics]),
  concurrency: { limit: 1_000, unreserved: 1_000 },
  reserved: new Map(),
  rules: new Map(rules.map(id => [id, true])),
  trails: [
    {
      name: 'management-events',
      region: 'us-east-1',
      isMultiRegion: true,
      isLogging: true,
      logsWrites: true,
    },
  ],
})
