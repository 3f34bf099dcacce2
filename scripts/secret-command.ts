/**
 * The shell line that stores a secret, which is typed and not shown: neither the screen nor the shell's history keeps it.
 *
 * @param where `--region eu-west-1`
 * @param name of the SSM parameter
 */
export const secretCommand = (where: string, name: string, overwrites = false): string =>
  `read -rs SECRET && aws ssm put-parameter ${where} --type SecureString${overwrites ? ' --overwrite' : ''} --name ${name} --value "$SECRET"`
