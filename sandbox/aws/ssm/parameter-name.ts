import { invalid, SsmError } from './errors.ts'

const CHARACTERS = /^[\w./-]+$/
const RESERVED = /^\/?(aws|ssm)/i
const LEVELS_AT_MOST = 15
/** With the ARN that precedes it, a name has 1,011 characters at most; the ARN takes about 45 of them. */
const LENGTH_AT_MOST = 966

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html */
export const refuseName = (name: string): void => {
  if (!CHARACTERS.test(name) || name.length > LENGTH_AT_MOST) {
    throw invalid(
      'Parameter name: expected letters, digits and the symbols .-_ in parts divided by slashes, ' +
        `${LENGTH_AT_MOST} characters at most.`,
    )
  }
  if (RESERVED.test(name)) {
    throw invalid('Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).')
  }
  if (name.includes('/') && !name.startsWith('/')) {
    throw invalid('Parameter name must be a fully qualified name: expected a slash at its beginning.')
  }
  if (name.split('/').filter(Boolean).length > LEVELS_AT_MOST) {
    throw new SsmError(
      'HierarchyLevelLimitExceededException',
      `A parameter hierarchy can have a maximum of ${LEVELS_AT_MOST} levels.`,
    )
  }
}
