import type { Deployment } from '../deployment/deployment.ts'
import { resolveValue, type Stack } from '../deployment/resolve.ts'

/** The bot's secrets under the names of the parameters that its functions would read them from. */
export const readSecrets = (
  deployment: Deployment,
  stack: Stack,
  { botToken, signingSecret }: { botToken: string; signingSecret: string },
): Record<string, string> => {
  const values = { AMIOPS_BOT_TOKEN_PARAM: botToken, AMIOPS_SIGNING_SECRET_PARAM: signingSecret }
  return Object.fromEntries(
    deployment.functions.flatMap(({ environment }) =>
      Object.entries(values).flatMap(([variable, value]) => {
        const name = resolveValue(environment[variable], stack)
        return name === undefined ? [] : [[name, value] as const]
      }),
    ),
  )
}
