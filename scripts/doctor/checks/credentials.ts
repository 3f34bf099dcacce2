import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { withMembers } from '../../../src/domain/member-accounts.ts'
import { wrongAccounts, wrongAccountWords } from '../../../src/domain/wrong-account.ts'
import { isPlaceholder } from '../../find-placeholders.ts'
import { type Check, ok, problem } from '../check.ts'

/** Whose the credentials are, and whether the config means that account. */
export const credentials: Check = {
  name: 'credentials',
  isRequired: true,
  takes: 'to be valid (aws sso login, AWS_PROFILE, --aws-profile); sts:GetCallerIdentity needs no right',
  async run({ aws, config }) {
    const { Account = '', Arn = '' } = await aws.sts.send(new GetCallerIdentityCommand({}))
    // A placeholder is reported as one.
    const named = (config ? withMembers(config, [], Account).accounts : []).filter(
      ({ id }) => !isPlaceholder(id),
    )
    return [
      ok(`Account ${Account}, ${Arn}`),
      ...wrongAccounts(named, Account).map(one =>
        problem(wrongAccountWords(one), 'Correct the config, or use other credentials.'),
      ),
    ]
  },
}
