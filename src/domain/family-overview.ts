import type { AliasPlace } from './alias.ts'
import { type Behind, type Build, behindOf } from './builds.ts'
import { type ComparedUse, imageInRegion } from './fleet-status.ts'
import type { Finding } from './impact.ts'

/** What a parameter of an alias says in one account and region. */
export type AliasReading =
  | { kind: 'image'; imageId: string }
  | { kind: 'none' }
  /** Somebody made a parameter of this name that is no alias. */
  | { kind: 'other'; dataType: string }
  | { kind: 'unread'; why: string }

/** An alias in one account and region, as it was read. */
export interface ReadAlias extends AliasPlace {
  reading: AliasReading
  /** Launch templates that launch what it names, by their names. */
  templates: Finding<readonly string[]>
}

/** The same, with the build that it names, where it is one of the family. */
export interface AliasTarget extends ReadAlias {
  build?: Build
  behind?: Behind
}

/** The instances of one account and owner that run a build. */
export interface BuildRunner {
  account: string
  owner?: string
  instances: number
}

/** A build with who points to it and who runs it. */
export interface FamilyBuild extends Build {
  /** Names of aliases that name it somewhere, in their order. */
  aliases: readonly string[]
  /** Those with the most instances first. */
  runners: readonly BuildRunner[]
}

export interface FamilyOverview {
  /** The newest first. */
  builds: readonly FamilyBuild[]
  targets: readonly AliasTarget[]
  /** Instances of images of the family for which no build is known: the images are gone, and the ledger does not have them. */
  others: readonly BuildRunner[]
}

const runnersOf = (uses: readonly ComparedUse[]): BuildRunner[] => {
  const runners = new Map<string, BuildRunner>()
  for (const { account, owner } of uses) {
    const key = JSON.stringify([account, owner])
    const instances = (runners.get(key)?.instances ?? 0) + 1
    runners.set(key, { account, ...(owner !== undefined && { owner }), instances })
  }
  return [...runners.values()].sort((a, b) => b.instances - a.instances || (a.account < b.account ? -1 : 1))
}

/**
 * One family: its builds, what its aliases name, and who runs what.
 *
 * @param builds of the family, the newest first
 * @param uses instances of the family's images
 */
export const overviewOf = (
  builds: readonly Build[],
  aliases: readonly ReadAlias[],
  uses: readonly ComparedUse[],
): FamilyOverview => {
  const buildOf = new Map<string, Build>(
    builds.flatMap(build =>
      build.images.map(({ region, imageId }) => [`${region}/${imageId}`, build] as const),
    ),
  )
  const targets = aliases.map((alias): AliasTarget => {
    const { reading, region } = alias
    const build = reading.kind === 'image' ? buildOf.get(`${region}/${reading.imageId}`) : undefined
    const behind = build && behindOf(build, builds)
    return { ...alias, ...(build && { build }), ...(behind && { behind }) }
  })
  const usesOf = (build: Build | undefined): ComparedUse[] =>
    uses.filter(use => buildOf.get(imageInRegion(use)) === build)
  return {
    builds: builds.map(build => ({
      ...build,
      aliases: [...new Set(targets.filter(one => one.build === build).map(({ alias }) => alias))],
      runners: runnersOf(usesOf(build)),
    })),
    targets,
    others: runnersOf(usesOf(undefined)),
  }
}
