import { configObjectOf, type Stack } from '../read-stack.ts'
import type { Target } from '../target.ts'

/** A setting of the deployment, as each of the two ways names it. */
interface Setting {
  /** Of `npm run deploy`: `--param fallbackTopic=true`. */
  param: string
  /** Of the template: `FallbackEmail=true`. */
  parameter: string
}

/** How an installation is deployed once more: as it was, by `npm run deploy` or from the template. */
export const howToDeploy = (
  stack: Stack | undefined,
  { region, stage }: Target,
  setting?: Setting,
): string =>
  configObjectOf(stack) === undefined
    ? `npm run deploy -- --region ${region} --stage ${stage}${setting ? ` --param ${setting.param}` : ''}`
    : `Upload the release and deploy its template${setting ? ` with ${setting.parameter}` : ''}: docs/install.md, "Without Node".`
