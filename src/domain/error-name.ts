/**
 * The name of an error as AWS and Slack define it ("UnauthorizedOperation"), for sentences that people read. Its message may hold
 * anything, so it is not shown.
 */
export const errorName = (error: unknown): string => (error instanceof Error ? error.name : 'error')
