import { isMatch } from './glob.ts'
import type { PolicyTest } from './key-policy.ts'
import type { Launcher } from './launcher.ts'
import { not, someOf, type Truth } from './truth.ts'

/** What amiops knows about a call that EC2 makes to a key when somebody launches an image. */
export interface KeyCall {
  launcher: Launcher
  /** `kms:Decrypt` */
  action: string
  region: string
}

/** Whether the value of a condition key is a text; `isPattern`: `*` and `?` stand for characters. */
type IsValue = (text: string, isPattern: boolean) => Truth

const truth = (holds: boolean): Truth => (holds ? 'yes' : 'no')

const isText =
  (value: string): IsValue =>
  (text, isPattern) =>
    truth(isPattern ? isMatch(text, value) : text === value)

/** A test of one account does not hold for a whole organization. */
const accountOf = (launcher: Launcher): IsValue =>
  launcher.kind === 'account'
    ? isText(launcher.id)
    : (text, isPattern) => truth(isPattern && /^\**$/.test(text) && text !== '')

const organizationOf = (launcher: Launcher): IsValue => {
  switch (launcher.kind) {
    case 'organization':
      return isText(launcher.id)
    case 'unit':
      return isText(launcher.organizationId)
    case 'everybody':
      return () => 'no'
    case 'account':
      return () => 'maybe'
  }
}

/** `o-123/r-ab12/ou-ab12-1/ou-ab12-2/`: amiops does not know the units above and below. */
const pathOf =
  (launcher: Launcher): IsValue =>
  text => {
    if (launcher.kind === 'account') return 'maybe'
    if (launcher.kind === 'everybody') return 'no'
    const [organization, ...rest] = text.split('/')
    const id = launcher.kind === 'organization' ? launcher.id : launcher.organizationId
    if (organization !== id && organization !== '*') return 'no'
    if (rest.join('') === '*') return 'yes'
    return launcher.kind === 'unit' && rest.includes(launcher.id) && text.endsWith('*') ? 'yes' : 'maybe'
  }

/** An ARN of a single principal: that of another account does not hold. */
const principalOf =
  (launcher: Launcher): IsValue =>
  text => {
    const account = /^arn:[^:]*:[^:]*::(\d{12}):/.exec(text)?.[1]
    return launcher.kind === 'account' && account !== undefined && account !== launcher.id ? 'no' : 'maybe'
  }

const isValueOf = (key: string, { launcher, action, region }: KeyCall): IsValue | undefined => {
  switch (key) {
    case 'kms:calleraccount':
    case 'aws:principalaccount':
      return accountOf(launcher)
    case 'aws:principalorgid':
      return organizationOf(launcher)
    case 'aws:principalorgpaths':
      return pathOf(launcher)
    case 'aws:principalarn':
      return principalOf(launcher)
    case 'kms:viaservice':
      return (text, isPattern) =>
        someOf(
          ['amazonaws.com', 'amazonaws.com.cn'].map(dns => isText(`ec2.${region}.${dns}`)(text, isPattern)),
        )
    // EC2 makes grants for itself; no other call has the key.
    case 'kms:grantisforawsresource':
      return text => truth(action === 'kms:CreateGrant' && text.toLowerCase() === 'true')
    case 'aws:principalisawsservice':
      return text => truth(text.toLowerCase() === 'false')
    default:
      return undefined
  }
}

const OPERATOR =
  /^(?:For(?:AnyValue|AllValues):)?(String|Arn|Bool)(Not)?(Equals|EqualsIgnoreCase|Like)?(?:IfExists)?$/

/**
 * Whether a test of a policy holds for a launch.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 *
 * @returns `maybe` where its operator or key cannot be decided from what amiops knows
 */
export const holds = ({ operator, key, values }: PolicyTest, call: KeyCall): Truth => {
  const [, type, negation, comparison] = OPERATOR.exec(operator) ?? []
  const isValue = isValueOf(key, call)
  if (type === undefined || !isValue) return 'maybe'
  const isPattern = type === 'Arn' || comparison === 'Like' || key === 'aws:principalorgpaths'
  // What amiops knows of a call is in lower case: ids, regions, names of services.
  const texts = comparison === 'EqualsIgnoreCase' ? values.map(value => value.toLowerCase()) : values
  // amiops does not know the value of a policy variable.
  const found = someOf(texts.map(text => (text.includes('${') ? 'maybe' : isValue(text, isPattern))))
  return negation ? not(found) : found
}
