import { findTarget, isTargetNamed, PRODUCTION } from '../target.ts'
import type { Ask } from './ask.ts'

/**
 * Asks for the region and the stage, where no option names them. What the other commands would use is offered.
 *
 * @param args of the command
 * @returns the options that were missing
 */
export const askPlace = async (args: readonly string[], ask: Pick<Ask, 'text'>): Promise<string[]> => {
  const found = await findTarget(args)
  const { region, stage } = found.ok ? found.target : { region: undefined, stage: PRODUCTION }
  return [
    ...(isTargetNamed(args, 'region')
      ? []
      : ['--region', await ask.text('The AWS region that amiops runs in; --region', region)]),
    ...(isTargetNamed(args, 'stage')
      ? []
      : ['--stage', await ask.text('The stage, a part of every name; --stage', stage)]),
  ]
}
