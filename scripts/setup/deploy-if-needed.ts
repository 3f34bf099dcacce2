import { stack as stackCheck } from '../doctor/checks/stack.ts'
import type { Context } from '../doctor/context.ts'
import { linesOf, problemsOf, type SetupNeeds, SetupStopped } from './needs.ts'

/** @returns whether it was deployed. @throws {SetupStopped} where it cannot be, or did not succeed */
export const deployIfNeeded = async (
  { deploy, say }: Pick<SetupNeeds, 'deploy' | 'say'>,
  context: Context,
): Promise<boolean> => {
  const findings = await stackCheck.run(context)
  const hindrances = problemsOf(findings).filter(({ isSolvedByDeploying }) => !isSolvedByDeploying)
  if (hindrances.length > 0) throw new SetupStopped(`amiops was not deployed.\n${linesOf(hindrances)}`)
  if (!findings.some(({ isSolvedByDeploying }) => isSolvedByDeploying)) return false
  say('Deploying…')
  if (!(await deploy()))
    throw new SetupStopped('The deployment did not succeed. Run this again once its cause is gone.')
  return true
}
