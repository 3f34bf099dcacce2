import type { Attempt } from '../src/domain/history.ts'

/** That a change could have reached other snapshots than those of its image; undefined where it could not. */
export const sessionWords = ({ allSnapshots }: Pick<Attempt, 'allSnapshots'>): string | undefined => {
  if (allSnapshots === undefined) return undefined
  const why = allSnapshots === 0 ? 'those of the image were not known' : `its ${allSnapshots} do not fit`
  return `session policy names all snapshots of the region: ${why}`
}
