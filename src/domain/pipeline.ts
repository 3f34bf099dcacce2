import type { ImageRecord } from './record.ts'

/** The tag of EC2 Image Builder, and what teams call theirs; the surest first. */
const TAGS = ['ec2imagebuilderarn', 'pipeline', 'pipelinename', 'pipelineurl', 'buildurl', 'build', 'jobname']

/** Services that build images, by the host that CloudTrail names. */
const BUILDERS: Readonly<Record<string, string>> = {
  'imagebuilder.amazonaws.com': 'EC2 Image Builder',
  'codebuild.amazonaws.com': 'CodeBuild',
  'codepipeline.amazonaws.com': 'CodePipeline',
}

/** `arn:aws:imagebuilder:eu-west-1:123456789012:image/base/1.0.0/3` -> `EC2 Image Builder, base 1.0.0/3` */
const ofArn = (value: string): string => {
  const [, name, version] = /:image\/([^/]+)\/(.+)$/.exec(value) ?? []
  return name && version ? `EC2 Image Builder, ${name} ${version}` : value
}

/** The pipeline that built the image, if a tag or CloudTrail names it. The text comes from outside and has to be escaped. */
export const pipelineOf = ({ facts, lastEvent }: ImageRecord): string | undefined => {
  const tags = new Map(
    Object.entries(facts?.tags ?? {}).map(([key, value]) => [
      key.toLowerCase().replace(/[^a-z\d]/g, ''),
      value,
    ]),
  )
  const tagged = TAGS.map(tag => tags.get(tag)).find(value => value !== undefined && value.trim() !== '')
  if (tagged !== undefined) return ofArn(tagged)
  const { via, kind, name } = lastEvent?.principal ?? {}
  return BUILDERS[(via ?? (kind === 'service' ? name : undefined) ?? '').toLowerCase()]
}
