import type { EC2Client } from '@aws-sdk/client-ec2'
import type { Use } from '../../../domain/impact.ts'
import { listNewestVersions, type TemplateVersion, versionsWords } from './template-versions.ts'

/** `resolve:ssm:/golden/dev`, also with a version or label behind a colon.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/using-systems-manager-parameters.html */
const parameterOf = ({ image }: TemplateVersion): string | undefined =>
  /^resolve:ssm:([^:]+)/.exec(image ?? '')?.[1]

/** The launch templates whose default or latest version names one of these parameters, by parameter. */
export const listTemplatesOf = async (
  ec2: EC2Client,
  parameters: readonly string[],
  options: { abortSignal: AbortSignal },
): Promise<Map<string, Use[]>> => {
  const versions = await listNewestVersions({ ec2, options })
  return new Map(
    parameters.map(parameter => {
      const naming = versions.filter(version => parameterOf(version) === parameter)
      const names = [...new Set(naming.map(({ templateName }) => templateName))]
      const uses = names.map(name => ({
        kind: 'launch-template' as const,
        name,
        detail: versionsWords(naming.filter(({ templateName }) => templateName === name)),
      }))
      return [parameter, uses]
    }),
  )
}
