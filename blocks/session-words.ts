import type { Attempt } from '../src/domain/history.ts'

/** That a change could have reached other snapshots than those of its image; undefined where it could not. */
export const sessionWords = ({ allSnapshots }: Pick<Attempt, 'allSnapshots'>): string | undefined => {
  if (allSnapshots === undefined) return undefined
  const why =
    allSnapshots === 0
      ? 'the image’s were not known'
      : `its policy has no room for the image’s ${allSnapshots}`
  return `the session could reach all snapshots of the region: ${why}`
}
