import { createAwsClients, wordsOf } from './aws-clients.ts'
import { configObjectOf, readStack, type Stack } from './read-stack.ts'
import type { Target } from './target.ts'

/** A stack that was never whole: CloudFormation updates none of them.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
const NEVER_CREATED = /^(CREATE_FAILED|ROLLBACK_COMPLETE|ROLLBACK_FAILED|DELETE_FAILED|REVIEW_IN_PROGRESS)$/

/** What has to be done before CloudFormation updates a stack in this state; undefined where it does. */
export const hindranceOf = (
  { status }: Pick<Stack, 'status'>,
  { region, stage }: Target,
): string | undefined => {
  if (NEVER_CREATED.test(status))
    return `CloudFormation cannot update it, and its events say why. Remove it (a table stays), then deploy again: npx osls remove --region ${region} --stage ${stage}`
  if (status === 'UPDATE_ROLLBACK_FAILED')
    return `CloudFormation cannot update it, and its events say why. Once the cause is gone, roll back, then deploy again: aws cloudformation continue-update-rollback --region ${region} --stack-name amiops-${stage}`
  if (status.endsWith('_IN_PROGRESS'))
    return 'Another deployment is under way: wait until it has ended, then deploy again.'
  return undefined
}

/** Why a stack cannot be deployed over, and what to do; undefined where it can. */
export const obstacleOf = (stack: Stack | undefined, target: Target): string | undefined => {
  if (stack === undefined) return undefined
  const name = `The stack amiops-${target.stage} in ${target.region}`
  const object = configObjectOf(stack)
  if (object !== undefined)
    return `${name} is installed from the template, with its config in ${object}: a deployment would drop its parameters. To upgrade it, upload the release and deploy its template (docs/install.md, "Without Node"). To go on with npm run deploy, see "From the template to npm run deploy" there.`
  const hindrance = hindranceOf(stack, target)
  return hindrance && `${name} is ${stack.status}. ${hindrance}`
}

/** Ends a deployment with exit code 1 where the stack that is there cannot be deployed over. */
export const checkStack = async (target: Target): Promise<void> => {
  let obstacle: string | undefined
  try {
    obstacle = obstacleOf(await readStack(createAwsClients(target.region), target), target)
  } catch (error) {
    obstacle = `Whether amiops-${target.stage} can be deployed over could not be found out (${wordsOf(error)}). It takes cloudformation:DescribeStacks.`
  }
  if (obstacle === undefined) return
  console.error(`amiops was not deployed. ${obstacle}`)
  process.exit(1)
}
