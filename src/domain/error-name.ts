/**
 * The name of an error as AWS and Slack define it ("UnauthorizedOperation"), for sentences that people read. Its message may hold
 * anything, so it is not shown.
 */
export const errorName = (error: unknown): string => (error instanceof Error ? error.name : 'error')

/** The same of the error that AWS gave, where an adapter wrapped it into one of its own. */
export const causeName = (error: unknown): string =>
  error instanceof Error && error.cause instanceof Error ? causeName(error.cause) : errorName(error)
