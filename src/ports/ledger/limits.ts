/** What each person did within the last hour. */
export interface Limits {
  /**
   * Counts a request against what one person may do within an hour; the same request counts once.
   *
   * @returns false when that is used up
   */
  countRequest(userId: string, key: string, nowMs: number, max: number): Promise<boolean>
  /** How many requests of this person count now. */
  countRequests(userId: string, nowMs: number): Promise<number>
}
