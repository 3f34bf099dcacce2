const outputOf = (info: string, name: string): string | undefined =>
  new RegExp(`^\\s*${name}: (\\S+)$`, 'm').exec(info)?.[1]

/** `deploy list`, `deploy function` and `deploy --version` are other commands of osls: after them nothing is left to do. */
export const isDeployment = (given: readonly string[]): boolean =>
  (given[0] ?? '-').startsWith('-') && !given.includes('--version')

/**
 * What is left to do by hand after a deployment.
 *
 * @param info what `osls info --verbose` prints
 */
export const nextSteps = (info: string): string => {
  const url = outputOf(info, 'SlackRequestUrl')
  const topic = outputOf(info, 'AlarmTopicArn')
  const region = topic?.split(':')[3]
  return `
amiops is deployed. The first time, three steps are left:

  1. Slack shall call this address: print the app's manifest with it, and paste that at
     https://api.slack.com/apps > your app > App Manifest:

         npm run -s manifest -- --url ${url ?? "URL   (the stack's output SlackRequestUrl)"}

  2. Let somebody hear of the alarms:

         aws sns subscribe${region ? ` --region ${region}` : ''} --topic-arn ${topic ?? "ARN   (the stack's output AlarmTopicArn)"} \\
           --protocol email --notification-endpoint you@example.com

  3. In Slack, /invite @amiops into each channel of amiops.config.yml, then type  /ami help
`
}
