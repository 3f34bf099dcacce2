import { readFileSync } from 'node:fs'
import { configVersionOf } from '../../../src/config/config-version.ts'
import { hindranceOf } from '../../check-stack.ts'
import { findLedger } from '../../find-ledger.ts'
import { configObjectOf } from '../../read-stack.ts'
import { type Check, type Finding, note, ok, problem } from '../check.ts'
import type { Context } from '../context.ts'
import { howToDeploy } from '../how-to-deploy.ts'

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }

const ledger = async ({ aws, target }: Context): Promise<Finding[]> => {
  const found = await findLedger(aws, target)
  switch (found.kind) {
    case 'of the stack':
      return []
    case 'earlier':
      return [note(found.words)]
    case 'unusable':
      return [problem(found.why, 'amiops cannot be deployed before.')]
    case 'unknown':
      return [note(found.why)]
  }
}

const byDeploying = (finding: Finding): Finding => ({ ...finding, isSolvedByDeploying: true })

/** Something is deployed, whole, in this version; and its table can be used. */
export const stack: Check = {
  name: 'stack',
  takes: 'cloudformation:DescribeStacks',
  async run(context) {
    const { region, stage } = context.target
    const deploy = howToDeploy(undefined, context.target)
    const found = await context.stack()
    const rest = await ledger(context)
    if (!found)
      return [
        byDeploying(
          problem(
            `Nothing is deployed in ${region} for stage ${stage}.`,
            `${deploy}   (or another --region, --stage)`,
          ),
        ),
        ...rest,
      ]
    const isFromTemplate = configObjectOf(found) !== undefined
    const again = howToDeploy(found, context.target)
    const orAgain = (finding: Finding): Finding => (isFromTemplate ? finding : byDeploying(finding))
    if (!/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(found.status)) {
      const says = `The stack amiops-${stage} is ${found.status}.`
      const hindrance = hindranceOf(found, context.target)
      return [
        hindrance === undefined
          ? orAgain(problem(says, `Its events in CloudFormation say why. Then: ${again}`))
          : problem(says, hindrance),
        ...rest,
      ]
    }
    const deployed = found.outputs.Version
    const config = found.outputs.ConfigVersion
    const isOtherConfig =
      config !== undefined &&
      context.configText !== undefined &&
      config !== configVersionOf(context.configText)
    return [
      deployed === undefined || deployed === version
        ? ok(`amiops-${stage} is ${found.status}${deployed ? `, version ${deployed}` : ''}.`)
        : orAgain(note(`Version ${deployed} is deployed; this is ${version}.`, again)),
      ...(isOtherConfig
        ? [byDeploying(note(`${context.configFile} is not the one that was deployed.`, deploy))]
        : []),
      ...rest,
    ]
  },
}
