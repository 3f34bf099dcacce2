/**
 * What a sentence says of a failure: the error's name, as AWS and Slack define it ("UnauthorizedOperation"). Its
 * message is not for people: it may hold anything.
 */
export const errorName = (error: unknown): string => (error instanceof Error ? error.name : 'error')
