import type { Use } from '../../../domain/impact.ts'
import { CannotTell } from './finding.ts'

/** Something whose image is an alias that could not be resolved: perhaps a use. */
export interface Perhaps {
  use: Use
  alias: string
  why: string
}

/** Adds the uncertain uses to certain ones. Without certain ones, it is unknown whether there is a use. */
export const withPerhaps = (certain: readonly Use[], perhaps: readonly Perhaps[]): readonly Use[] => {
  const [first] = perhaps
  if (!first) return certain
  if (certain.length === 0) {
    const { use, alias, why } = first
    const others = perhaps.length > 1 ? ` and ${perhaps.length - 1} more` : ''
    throw new CannotTell(
      `${use.name}${others} may launch it: ${alias} could not be resolved to an image. ${why}`,
    )
  }
  const named = perhaps.map(({ use, alias }) => ({
    ...use,
    detail: `perhaps, ${alias} could not be resolved`,
  }))
  return [...certain, ...named]
}
