import type { VisitedHome } from '../../domain/visited-home.ts'

/** The Home tabs of those who opened theirs. */
export interface Homes {
  readHome(userId: string): Promise<VisitedHome | undefined>
  /** Writes a Home. @returns false when somebody else wrote since it was read: read again. */
  saveHome(home: VisitedHome): Promise<boolean>
  /** The Homes that were opened since then, the latest first, at most 500. */
  readHomesOpenedSince(sinceMs: number): Promise<readonly VisitedHome[]>
}
