import type { FailedStack } from './operations.ts'
import type { Parameters } from './parameters.ts'
import type { StackSet, Targets } from './stack-set.ts'

export interface Run {
  name: string
  stackSet: StackSet
  waitFor(operationIds: readonly string[]): Promise<FailedStack[]>
  say(line: string): void
}

/** So many stacks that failed are named; the console of CloudFormation has all of them. */
const MOST_NAMED = 20

const count = (targets: Targets): string => {
  const regions = new Set([...targets.values()].flat()).size
  return `${targets.size} organizational unit${targets.size === 1 ? '' : 's'} in ${regions} region${regions === 1 ? '' : 's'}`
}

const listFailed = (say: Run['say'], failed: readonly FailedStack[]): boolean => {
  if (failed.length === 0) return true
  say(`${failed.length} stack${failed.length === 1 ? '' : 's'} failed:`)
  for (const { account, region, reason } of failed.slice(0, MOST_NAMED))
    say(`  ${account} ${region}: ${reason}`)
  if (failed.length > MOST_NAMED)
    say(`  and ${failed.length - MOST_NAMED} more: the console of StackSets lists them`)
  return false
}

/** Makes the stack set, or changes it, and adds the stacks that are missing. Run again, it goes on. @returns whether all stacks are there */
export const deployMembers = async (
  { name, stackSet, waitFor, say }: Run,
  parameters: Parameters,
  units: readonly string[],
  regions: readonly string[],
): Promise<boolean> => {
  const isThere = await stackSet.exists()
  if (!isThere) await stackSet.create(parameters)
  say(
    `The stack set ${name} ${isThere ? 'is changed' : 'is made'}. This takes minutes, with many accounts an hour; it goes on without this command.`,
  )
  const there = isThere ? await stackSet.targets() : new Map()
  const changed = isThere ? await stackSet.update(parameters) : []
  const added = await stackSet.add(units, regions, there)
  const isWhole = listFailed(say, await waitFor([...changed, ...added]))
  const others: Targets = new Map([...there].filter(([unit]) => !units.includes(unit)))
  if (others.size > 0)
    say(
      `It also has stacks in ${[...others.keys()].join(', ')}. To remove those: --remove --units ${[...others.keys()].join(',')}`,
    )
  if (isWhole)
    say(
      `Every account of ${units.join(', ')} has its stacks in ${regions.join(', ')}. Accounts that join get theirs by themselves.`,
    )
  say(
    'Stack sets never reach the management account. If it has images: npm run members -- --account prints the commands for it.',
  )
  return isWhole
}

/** Removes the stacks of these units, or all of them and the stack set. @returns whether they are gone */
export const removeMembers = async (
  { name, stackSet, waitFor, say }: Run,
  units: readonly string[] | undefined,
): Promise<boolean> => {
  if (!(await stackSet.exists())) {
    say(`There is no stack set ${name}: nothing was removed.`)
    return true
  }
  const there = await stackSet.targets()
  const unknown = units?.filter(unit => !there.has(unit)) ?? []
  if (unknown.length > 0) {
    say(`The stack set ${name} has no stacks in ${unknown.join(', ')}: nothing was removed.`)
    return false
  }
  const removed: Targets = units ? new Map([...there].filter(([unit]) => units.includes(unit))) : there
  if (removed.size > 0)
    say(`The stacks of ${count(removed)} are removed. This takes minutes, with many accounts an hour.`)
  if (!listFailed(say, await waitFor(await stackSet.remove(removed)))) return false
  if (removed.size < there.size) return true
  await stackSet.delete()
  say(`The stack set ${name} is removed.`)
  return true
}
